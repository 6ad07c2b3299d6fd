package io.fanwire.gateway.control;

import io.fanwire.expressions.Filter;
import io.fanwire.gateway.http.Checked;
import io.fanwire.schemas.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** Reads events where they lie. No stage ends with an exception that was to be expected. */
public interface EventHistory {
    /** Some events of a topic that a query means; {@code from}: what a page before said. */
    CompletionStage<Checked<Page>> page(String topic, Query query, Optional<Marks> from, int limit);

    /** What lies at one place, if there is anything. */
    CompletionStage<Checked<Optional<Stored>>> at(String topic, int partition, long offset);

    /** The first event of an id within a time in any of the topics; refused when there is too much to look through. */
    CompletionStage<Checked<Optional<Stored>>> find(List<String> topics, Wanted wanted);

    /** Tries a filter, which lets all through where there is none, on all events of a topic that a query means, until it is {@code given} up. */
    CompletionStage<Checked<Trial>> trial(String topic, Query query, Optional<Filter> filter, BooleanSupplier given);

    /**
     * What a filter came to over events that were there.
     *
     * @param looked how many it was tried on
     * @param failed of these, on how many it failed, which is no match
     * @param examples some that matched, those published last coming first
     * @param complete false: there were more events than it could be tried on
     */
    record Trial(long looked, long matched, long failed, List<Stored> examples, boolean complete) {
        public Trial {
            examples = List.copyOf(examples);
        }
    }

    /**
     * An event and where it lies.
     *
     * @param at when it got there, as its record says
     */
    record Stored(Event event, int partition, long offset, Instant at) {
        /** About how much of an answer it takes. */
        int size() {
            return event.data().size() + 512;
        }
    }

    /**
     * Which events are meant.
     *
     * @param from the first instant of being published, {@code to}: the first that is too late
     * @param type a pattern
     */
    record Query(String tenant, Optional<Instant> from, Optional<Instant> to, Optional<String> type) {}

    /**
     * One event that is looked for.
     *
     * @param from it was published then or later, and before {@code to}
     */
    record Wanted(String tenant, String id, Instant from, Optional<Instant> to) {}

    /**
     * Some events, those published first coming first.
     *
     * @param next where to go on; a page may be short, or empty, and the list not at its end
     */
    record Page(List<Stored> events, Optional<Marks> next) {
        public Page {
            events = List.copyOf(events);
        }
    }
}
