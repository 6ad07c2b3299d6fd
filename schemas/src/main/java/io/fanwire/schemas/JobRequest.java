package io.fanwire.schemas;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Work that a tenant asked for, done by the owners of delivery partitions.
 *
 * @param id its text order is the order in which jobs were made
 * @param partitions whose owners have to work on it
 * @param rateLimit most copies in a time, all partitions together
 * @param cancelled no owner goes on with it
 */
public record JobRequest(
        String id,
        String tenant,
        Kind kind,
        List<Integer> partitions,
        Selector selector,
        Optional<Subscription.RateLimit> rateLimit,
        Instant createdAt,
        boolean cancelled)
        implements JobRecord {
    public JobRequest {
        partitions = List.copyOf(partitions);
    }

    /** What is to be done. */
    public enum Kind {
        /** Dead letters go back to the deliveries. */
        REDRIVE,
        /** The failing head of an ordered lane becomes a dead letter. */
        SKIP,
        /** The failing head of an ordered lane is attempted at once. */
        RETRY_NOW;

        /** The word used in the API and in records. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind parse(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * What is meant; what is empty excludes nothing.
     *
     * @param subscription id of one of the tenant's subscriptions
     * @param reason of dead letters
     * @param since dead letters made then or later
     * @param until dead letters made before
     * @param key of an ordered lane
     */
    public record Selector(
            Optional<String> subscription,
            Optional<String> reason,
            Optional<Instant> since,
            Optional<Instant> until,
            Optional<String> key) {
        public static final Selector EVERYTHING =
                new Selector(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        public boolean isEmpty() {
            return equals(EVERYTHING);
        }

        /** Whether a dead letter of this tenant is meant. */
        public boolean matches(String tenant, DeadLetter letter) {
            return letter.delivery().subscription().tenant().equals(tenant)
                    && subscription
                            .map(letter.delivery().subscription().id()::equals)
                            .orElse(true)
                    && reason.map(letter.reason()::equals).orElse(true)
                    && since.map(first -> !letter.at().isBefore(first)).orElse(true)
                    && until.map(end -> letter.at().isBefore(end)).orElse(true);
        }
    }

    /** The same, and nobody goes on with it. */
    public JobRequest cancel() {
        return new JobRequest(id, tenant, kind, partitions, selector, rateLimit, createdAt, true);
    }

    @Override
    public String key() {
        return id;
    }

    @Override
    public <T> T fold(
            Function<JobRequest, T> request, Function<JobProgress, T> progress, Function<RedrivenChunk, T> redriven) {
        return request.apply(this);
    }
}
