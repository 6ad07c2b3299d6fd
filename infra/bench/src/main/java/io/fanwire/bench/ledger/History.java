package io.fanwire.bench.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * What a run left behind. All times are of one machine's clock.
 *
 * @param published every call of a publisher, also those without an answer; an id may be there several times
 * @param deliveries the records of the delivery, retry, held and suspended topics
 * @param events the records of the event topics
 * @param committed the dispatchers' progress, by partition
 * @param bounds figures that were watched during the run, each with its limit
 */
public record History(
        List<Wanted> subscriptions,
        List<Published> published,
        List<EventRecord> events,
        List<Lying> deliveries,
        List<Lying> deadLetters,
        List<SeenAttempt> attempts,
        List<Post> posts,
        Map<TopicPartition, Committed> committed,
        List<Fault> faults,
        List<Bound> bounds,
        Ending ending,
        Optional<Neighbours> neighbours) {

    public History {
        subscriptions = List.copyOf(subscriptions);
        published = List.copyOf(published);
        events = List.copyOf(events);
        deliveries = List.copyOf(deliveries);
        deadLetters = List.copyOf(deadLetters);
        attempts = List.copyOf(attempts);
        posts = List.copyOf(posts);
        committed = Map.copyOf(committed);
        faults = List.copyOf(faults);
        bounds = List.copyOf(bounds);
    }

    /**
     * Something that must not grow above its limit.
     *
     * @param peak the largest value seen
     */
    public record Bound(String what, double peak, double limit) {}

    /**
     * How the run ended.
     *
     * @param faultsOver from here on nothing disturbs
     * @param settled when everything was terminal; empty: never while somebody waited
     * @param longestTier the longest delay of a retry topic in this run
     */
    public record Ending(Instant faultsOver, Optional<Instant> settled, Duration longestTier) {}

    /** A stretch of the run. */
    public record Phase(Instant from, Instant to) {
        boolean contains(Instant time) {
            return !time.isBefore(from) && time.isBefore(to);
        }

        Duration length() {
            return Duration.between(from, to);
        }
    }

    /**
     * Callbacks that behave, without and with a misbehaving one beside them.
     *
     * @param misbehaving ids of the subscriptions that are not looked at
     */
    public record Neighbours(Phase before, Phase during, java.util.Set<String> misbehaving) {}
}
