package io.fanwire.schemas;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * How far the owner of one partition is with a job; written in the transaction that makes it true.
 *
 * @param end offset before which dead letters are looked at: the end when the work began
 * @param position next offset to look at
 * @param matched what is meant and can be done, as far as it was counted
 * @param done of it
 * @param skipped what is meant and cannot be done, because its subscription has ended
 */
public record JobProgress(
        String jobId,
        int partition,
        State state,
        long end,
        long position,
        long matched,
        long done,
        long skipped,
        Optional<String> error,
        Instant updatedAt)
        implements JobRecord {

    /** COUNTING → RUNNING → DONE; or CANCELLED, or FAILED with an error. */
    public enum State {
        COUNTING,
        RUNNING,
        DONE,
        CANCELLED,
        FAILED;

        /** Whether this partition has ended its part. */
        public boolean terminal() {
            return this == DONE || this == CANCELLED || this == FAILED;
        }

        /** The word used in records. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State parse(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** The end of work that needs no offsets: done, or failed when there is an error. */
    public static JobProgress ended(String jobId, int partition, long done, Optional<String> error, Instant now) {
        State state = error.isPresent() ? State.FAILED : State.DONE;
        return new JobProgress(jobId, partition, state, 0, 0, done, done, 0, error, now);
    }

    @Override
    public String key() {
        return key(jobId, partition);
    }

    public static String key(String jobId, int partition) {
        return jobId + "/" + partition;
    }

    @Override
    public <T> T fold(
            Function<JobRequest, T> request, Function<JobProgress, T> progress, Function<RedrivenChunk, T> redriven) {
        return progress.apply(this);
    }
}
