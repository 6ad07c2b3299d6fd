package io.fanwire.dispatcher.consume;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.dispatcher.order.Change;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.JobRecord;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.SubscriptionState;
import io.fanwire.schemas.Topics;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/** The records of ordered lanes: held deliveries, marks, and what became of orders about them. Owned by the worker thread. */
record LaneRecords(
        Topics topics,
        Serializer<Delivery> deliveries,
        Serializer<SubscriptionState> states,
        Serializer<JobRecord> jobs) {
    ProducerRecord<byte[], byte[]> held(int partition, Delivery delivery) {
        byte[] key = delivery.subscription().id().getBytes(UTF_8);
        return new ProducerRecord<>(topics.held(), partition, key, deliveries.serialize(topics.held(), delivery));
    }

    /** A lane that has nothing left that must be known after a restart has a tombstone. */
    ProducerRecord<byte[], byte[]> mark(int partition, Change.Marked marked) {
        SubscriptionKey subscription = marked.lane().subscription();
        String topic = topics.subscriptionStates();
        byte[] value = marked.mark()
                .map(present -> states.serialize(topic, SubscriptionState.ofLane(subscription, present)))
                .orElse(null);
        byte[] key =
                SubscriptionState.recordKey(subscription, marked.lane().key()).getBytes(UTF_8);
        return new ProducerRecord<>(topic, partition, key, value);
    }

    List<ProducerRecord<byte[], byte[]>> marks(int partition, Change change) {
        return change.writes().stream()
                .filter(Change.Marked.class::isInstance)
                .map(write -> mark(partition, (Change.Marked) write))
                .toList();
    }

    ProducerRecord<byte[], byte[]> progress(int partition, byte[] key, JobRecord progress) {
        return new ProducerRecord<>(topics.jobs(), partition, key, jobs.serialize(topics.jobs(), progress));
    }
}
