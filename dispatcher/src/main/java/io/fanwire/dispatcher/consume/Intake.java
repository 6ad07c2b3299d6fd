package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.dispatcher.lane.Finished;
import io.fanwire.dispatcher.lane.Job;
import io.fanwire.dispatcher.lane.Source;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Spread;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.Tiers;
import io.fanwire.schemas.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Makes something of one record that is due: a job, a longer wait, or poison. Owned by the worker thread. */
final class Intake {
    /** Nobody honest waits longer than two of the longest schedule delays (rule R11). */
    private static final Duration MAX_AHEAD = Duration.ofDays(2);

    private final Deserializer<Delivery> deliveries;
    private final Tiers tiers;
    private final BiConsumer<SubscriptionKey, Instant> spread;

    /** {@code spread} is told whose deliveries come from several partitions. */
    Intake(Deserializer<Delivery> deliveries, Tiers tiers, BiConsumer<SubscriptionKey, Instant> spread) {
        this.deliveries = deliveries;
        this.tiers = tiers;
        this.spread = spread;
    }

    /** What became of a record. */
    sealed interface Taken {}

    /** Due now, or within moments. */
    record Ready(Job job) implements Taken {}

    /** Its delay is a sum of tiers and not yet over: no attempt, on to the next tier. */
    record Hop(Finished finished, NextStep step) implements Taken {}

    /** No delivery, and never will be. */
    record Poison(String message) implements Taken {}

    /**
     * A dead letter that somebody wrote back among the deliveries begins its next generation.
     *
     * @throws io.fanwire.schemas.RegistryUnavailableException when the record's schema cannot be fetched now
     */
    Taken take(ConsumerRecord<byte[], byte[]> record, Source source, Instant now) {
        if (record.value() == null) {
            return new Poison("a record without a value");
        }
        Delivery delivery;
        try {
            delivery = deliveries.deserialize(record.topic(), record.value());
        } catch (UnreadableRecordException unreadable) {
            return new Poison(Optional.ofNullable(unreadable.getMessage()).orElse("unreadable"));
        }
        if (delivery.progress().ended() && tiers.ofTopic(record.topic()).isPresent()) {
            return new Poison("a dead letter among those that wait for a retry");
        }
        delivery = delivery.foundAt(record.partition(), record.offset(), now);
        Duration ahead = Duration.between(now, delivery.progress().due());
        if (ahead.compareTo(MAX_AHEAD) > 0) {
            return new Poison("due in " + ahead.toHours() + " h, which is out of bounds");
        }
        if (record.key() != null && Spread.isSpread(record.key())) {
            spread.accept(delivery.subscription(), now);
        }
        Job job = new Job(source, delivery);
        if (ahead.compareTo(tiers.smallest().delay()) >= 0) {
            NextStep step = new NextStep.Defer(delivery.progress().due());
            return new Hop(new Finished(job, Optional.of(step), Optional.empty()), step);
        }
        return new Ready(job);
    }
}
