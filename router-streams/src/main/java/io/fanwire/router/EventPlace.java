package io.fanwire.router;

import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Where an event was accepted.
 *
 * @param topic the Kafka topic
 * @param time of its record, milliseconds
 */
record EventPlace(String topic, int partition, long offset, long time) {
    static EventPlace of(RecordMetadata at, long time) {
        return new EventPlace(at.topic(), at.partition(), at.offset(), time);
    }
}
