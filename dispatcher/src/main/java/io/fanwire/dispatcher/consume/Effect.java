package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.lane.Source;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What the broker must hold before a source record counts as finished.
 *
 * @param records all of them, or none of them, become visible
 */
record Effect(Source source, List<ProducerRecord<byte[], byte[]>> records) {
    Effect {
        records = List.copyOf(records);
    }
}
