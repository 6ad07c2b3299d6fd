package io.fanwire.bench.ledger;

import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A subscription of a run, and what may be expected of it. Its id is unique over all tenants of the run.
 *
 * @param attempts most attempts of one delivery and generation: the schedule and one
 * @param existsFrom when the call that made it returned
 * @param deleting when the call that deleted it began; {@code deleted}: when it returned
 */
public record Wanted(
        SubscriptionKey key,
        String topic,
        Set<String> types,
        boolean raw,
        Ordering ordering,
        int attempts,
        Duration maxAge,
        Instant existsFrom,
        Optional<Instant> deleting,
        Optional<Instant> deleted) {

    /** What order a subscription asked for. */
    public enum Ordering {
        NONE,
        KEY,
        STRICT
    }

    public Wanted {
        types = Set.copyOf(types);
    }

    /** As it is after its deletion. */
    public Wanted deleted(Instant began, Instant returned) {
        return new Wanted(
                key,
                topic,
                types,
                raw,
                ordering,
                attempts,
                maxAge,
                existsFrom,
                Optional.of(began),
                Optional.of(returned));
    }

    /** Whether an event is one of its kind, whenever it was published. */
    boolean describes(Published event) {
        return key.tenant().equals(event.tenant()) && topic.equals(event.topic()) && types.contains(event.type());
    }

    /** Whether an event must reach it: published while it was surely there. */
    public boolean mustGet(Published event) {
        return describes(event)
                && !event.sent().isBefore(existsFrom)
                && deleting.map(began -> event.answered().isBefore(began)).orElse(true);
    }

    /** Whether an event may reach it: published while it was perhaps there. */
    boolean mayGet(Published event) {
        return describes(event)
                && deleted.map(returned -> event.sent().isBefore(returned)).orElse(true);
    }
}
