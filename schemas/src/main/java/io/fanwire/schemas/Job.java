package io.fanwire.schemas;

import io.fanwire.schemas.JobProgress.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** A job as it stands: what was asked for, and how far the partitions are with it. */
public record Job(JobRequest request, List<JobProgress> progress) {
    public Job {
        progress = List.copyOf(progress);
    }

    /** How a job stands, all partitions together. */
    public enum Status {
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED;

        /** The word used in the API. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a partition has not reported about counts as running, unless the job was cancelled. */
    public Status status() {
        if (any(State.FAILED)) {
            return Status.FAILED;
        }
        boolean ended = ended();
        if (ended && !any(State.CANCELLED)) {
            return Status.SUCCEEDED;
        }
        return ended || request.cancelled() ? Status.CANCELLED : Status.RUNNING;
    }

    public boolean finished() {
        return status() != Status.RUNNING;
    }

    /** When the last partition came to its end. */
    public Optional<Instant> finishedAt() {
        return finished()
                ? Optional.of(progress.stream()
                        .map(JobProgress::updatedAt)
                        .max(Comparator.naturalOrder())
                        .orElse(request.createdAt()))
                : Optional.empty();
    }

    /** What is meant and can be done, as far as it was counted. */
    public long matched() {
        return sum(JobProgress::matched);
    }

    public long done() {
        return sum(JobProgress::done);
    }

    /** What is meant and cannot be done. */
    public long skipped() {
        return sum(JobProgress::skipped);
    }

    public Optional<String> error() {
        return progress.stream().flatMap(part -> part.error().stream()).findFirst();
    }

    /** Partitions that have not come to their end, as far as is known here: never fewer than there are. */
    public int working() {
        long ended = progress.stream().filter(part -> part.state().terminal()).count();
        return Math.max(1, request.partitions().size() - (int) ended);
    }

    private boolean ended() {
        return request.partitions().stream().allMatch(partition -> progress.stream()
                .anyMatch(part -> part.partition() == partition && part.state().terminal()));
    }

    private boolean any(State state) {
        return progress.stream().anyMatch(part -> part.state() == state);
    }

    private long sum(ToLongFunction<JobProgress> count) {
        return progress.stream().mapToLong(count).sum();
    }
}
