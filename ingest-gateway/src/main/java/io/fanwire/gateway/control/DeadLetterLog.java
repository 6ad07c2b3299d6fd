package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Checked;
import io.fanwire.schemas.DeadLetter;
import io.fanwire.schemas.JobRequest.Selector;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Reads dead letters where they lie. No stage ends with an exception that was to be expected. */
public interface DeadLetterLog {
    /** Those of a tenant that a selector means, by partition and offset. */
    CompletionStage<Checked<Page>> page(String tenant, Selector selector, Place from, int limit);

    /** How many of those also pass a test, at this moment, and how many do not. */
    CompletionStage<Checked<Count>> count(String tenant, Selector selector, Predicate<DeadLetter> test);

    /** Where to go on reading. */
    record Place(int partition, long offset) {
        static final Place START = new Place(0, 0);

        static Optional<Place> parse(String text) {
            String[] parts = text.split(":", -1);
            return parts.length == 2 && parts[0].matches("[0-9]{1,9}") && parts[1].matches("[0-9]{1,18}")
                    ? Optional.of(new Place(Integer.parseInt(parts[0]), Long.parseLong(parts[1])))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return partition + ":" + offset;
        }
    }

    /**
     * Some dead letters.
     *
     * @param next where to go on; a page may be short, or empty, and the list not at its end, because the time was over
     */
    record Page(List<DeadLetter> letters, Optional<Place> next) {
        public Page {
            letters = List.copyOf(letters);
        }
    }

    /** Those that passed the test, and those that did not. */
    record Count(long passed, long others) {}
}
