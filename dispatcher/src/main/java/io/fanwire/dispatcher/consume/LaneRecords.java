package io.fanwire.dispatcher.consume;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.LaneMark;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.SubscriptionState;
import io.fanwire.schemas.Topics;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/** The records of ordered lanes: held deliveries and marks. Owned by the worker thread. */
record LaneRecords(Topics topics, Serializer<Delivery> deliveries, Serializer<SubscriptionState> states) {
    ProducerRecord<byte[], byte[]> held(int partition, Delivery delivery) {
        byte[] key = delivery.subscription().id().getBytes(UTF_8);
        return new ProducerRecord<>(topics.held(), partition, key, deliveries.serialize(topics.held(), delivery));
    }

    /** Empty: the lane has nothing left that must be known after a restart. */
    ProducerRecord<byte[], byte[]> mark(
            int partition, SubscriptionKey subscription, Optional<String> key, Optional<LaneMark> mark) {
        String topic = topics.subscriptionStates();
        byte[] value = mark.map(present -> states.serialize(topic, SubscriptionState.ofLane(subscription, present)))
                .orElse(null);
        return new ProducerRecord<>(
                topic, partition, SubscriptionState.recordKey(subscription, key).getBytes(UTF_8), value);
    }
}
