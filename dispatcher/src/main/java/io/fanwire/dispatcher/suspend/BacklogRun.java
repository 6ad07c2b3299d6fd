package io.fanwire.dispatcher.suspend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Takes the suspended deliveries of one subscription back among the deliveries, in their order. Owned by the worker thread.
 *
 * <p>They may go on, or their subscription is gone and they are cancelled there; then the time they stood still does not make them
 * older. Or it is a sweep: they have waited so long that retention would take them; those go back as they are, and become dead letters.
 */
final class BacklogRun {
    private static final int MOST_BYTES = 512 * 1024;

    private final int partition;
    private final SubscriptionKey subscription;
    private final Optional<Instant> before;
    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
    private long position;
    private long readTo;
    private boolean young;

    /**
     * Nothing is read yet.
     *
     * @param before only what was suspended earlier, for a sweep; empty: everything
     */
    BacklogRun(int partition, SubscriptionKey subscription, long from, Optional<Instant> before) {
        this.partition = partition;
        this.subscription = subscription;
        this.position = from;
        this.before = before;
    }

    int partition() {
        return partition;
    }

    SubscriptionKey subscription() {
        return subscription;
    }

    boolean sweeps() {
        return before.isPresent();
    }

    /** Everything below it is looked at. */
    long position() {
        return position;
    }

    /** Whether it has enough to look at for now. */
    boolean busy() {
        return !waiting.isEmpty();
    }

    /** What lies from the last position that was read on, up to {@code next}. */
    void arrived(List<ConsumerRecord<byte[], byte[]>> records, long next) {
        waiting.addAll(records);
        readTo = Math.max(readTo, next);
        passGap();
    }

    /** Whether all before {@code end} is looked at, or, in a sweep, all that is old. */
    boolean over(long end) {
        return young || (waiting.isEmpty() && position >= end);
    }

    /** The copies that go into the next transaction. */
    List<ProducerRecord<byte[], byte[]>> copies(String topic, RecordSerde<Delivery, ?> deliveries, Instant now) {
        List<ProducerRecord<byte[], byte[]>> copies = new ArrayList<>();
        int bytes = 0;
        while (!waiting.isEmpty() && bytes < MOST_BYTES && !young) {
            ConsumerRecord<byte[], byte[]> record = waiting.getFirst();
            Instant suspended = Instant.ofEpochMilli(record.timestamp());
            young = before.filter(limit -> !suspended.isBefore(limit)).isPresent();
            if (!young) {
                Optional<byte[]> copy = read(record, deliveries)
                        .filter(delivery -> delivery.subscription().equals(subscription))
                        .map(delivery -> deliveries.serialize(topic, again(delivery, suspended, now)));
                copy.ifPresent(value -> copies.add(
                        new ProducerRecord<>(topic, partition, subscription.id().getBytes(UTF_8), value)));
                bytes += copy.map(value -> value.length).orElse(0);
                waiting.removeFirst();
                position = record.offset() + 1;
            }
        }
        passGap();
        return copies;
    }

    /** What is missing behind the last record was aborted. */
    private void passGap() {
        if (waiting.isEmpty() && !young) {
            position = Math.max(position, readTo);
        }
    }

    private Delivery again(Delivery delivery, Instant suspended, Instant now) {
        return sweeps() ? delivery : delivery.with(delivery.progress().resumed(Duration.between(suspended, now)));
    }

    /** Nobody but a dispatcher writes there; what is no delivery was told to be so before it could come here. */
    private static Optional<Delivery> read(ConsumerRecord<byte[], byte[]> record, RecordSerde<Delivery, ?> deliveries) {
        try {
            return Optional.of(deliveries.deserialize(record.topic(), record.value()));
        } catch (UnreadableRecordException unreadable) {
            return Optional.empty();
        }
    }
}
