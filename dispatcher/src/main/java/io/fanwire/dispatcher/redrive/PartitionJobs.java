package io.fanwire.dispatcher.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.dispatcher.callbacks.Callbacks;
import io.fanwire.dispatcher.consume.Committed;
import io.fanwire.dispatcher.consume.Outbox;
import io.fanwire.dispatcher.jobs.Jobs;
import io.fanwire.dispatcher.jobs.Offsets;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Job;
import io.fanwire.schemas.JobProgress;
import io.fanwire.schemas.JobProgress.State;
import io.fanwire.schemas.JobRecord;
import io.fanwire.schemas.JobRequest;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.RegistryUnavailableException;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The redrive jobs of one owned partition, one after another in the order in which they were made. Owned by the worker thread.
 *
 * <pre>
 *   asks until the jobs topic is known ──▶ next job? ──▶ asks where the dead letters begin and end ──▶ RedriveRun ──▶ next job?
 * </pre>
 */
final class PartitionJobs {
    private static final Logger log = LoggerFactory.getLogger(PartitionJobs.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final int partition;
    private final Parts parts;
    private final TopicPartition letters;
    private final Set<String> ended = new HashSet<>();
    private final List<String> forgotten = new ArrayList<>();
    private Optional<Marks> marks = Optional.empty();
    private Optional<JobRequest> next = Optional.empty();
    private Optional<RedriveRun> run = Optional.empty();
    private CompletableFuture<?> asked = CompletableFuture.completedFuture(null);
    private CompletableFuture<List<Long>> bounds = new CompletableFuture<>();
    private Instant askAgain = Instant.MIN;
    private long looked = -1;

    /** What all partitions of a worker share; the serdes are the worker thread's own. */
    record Parts(
            Topics topics,
            Jobs jobs,
            Offsets offsets,
            Callbacks callbacks,
            RecordSerde<Delivery, ?> deliveries,
            RecordSerde<JobRecord, ?> records) {}

    PartitionJobs(int partition, Parts parts) {
        this.partition = partition;
        this.parts = parts;
        this.letters = new TopicPartition(parts.topics().deadLetters(), partition);
        this.asked = parts.jobs().current(partition).toCompletableFuture();
    }

    /** The job under way, if there is one. */
    Optional<RedriveRun> run() {
        return run;
    }

    /** Takes up the next job when there is one and nothing is under way; asks, and never waits. */
    void choose(Instant now) {
        if (run.isPresent() || !asked.isDone() || now.isBefore(askAgain)) {
            return;
        }
        if (asked.isCompletedExceptionally()) {
            askAgain = now.plus(AGAIN);
            log.atWarn()
                    .addKeyValue("partition", partition)
                    .log("jobs or dead letters cannot be looked up; asking again");
            asked = next.isEmpty() && marks.isEmpty()
                    ? parts.jobs().current(partition).toCompletableFuture()
                    : ask();
            return;
        }
        if (marks.isEmpty()) {
            marks = Optional.of(new Marks(partition, parts.jobs().table().chunks(partition)));
        }
        if (next.isPresent()) {
            begin(next.get(), now);
            return;
        }
        long changes = parts.jobs().table().changes();
        if (changes != looked) {
            next = parts.jobs().table().requests(partition).stream()
                    .filter(request -> request.kind() == JobRequest.Kind.REDRIVE && !request.cancelled())
                    .filter(request -> !ended.contains(request.id()) && !endedBefore(request))
                    .findFirst();
            looked = changes;
            next.ifPresent(request -> asked = ask());
        }
    }

    private boolean endedBefore(JobRequest request) {
        return parts.jobs()
                .table()
                .progress(request.id(), partition)
                .filter(progress -> progress.state().terminal())
                .isPresent();
    }

    private CompletableFuture<?> ask() {
        bounds = parts.offsets()
                .earliest(letters)
                .thenCombine(
                        parts.offsets().latest(letters, IsolationLevel.READ_COMMITTED),
                        (earliest, end) -> List.of(earliest, end))
                .toCompletableFuture();
        return bounds;
    }

    private void begin(JobRequest request, Instant now) {
        long earliest = bounds.join().get(0);
        Marks known = marks.orElseThrow();
        forgotten.addAll(known.forgetBelow(earliest));
        RedriveRun.Tools tools =
                new RedriveRun.Tools(parts.topics().deliveries(), parts.deliveries(), parts.callbacks(), known);
        Optional<JobProgress> before = parts.jobs().table().progress(request.id(), partition);
        run = Optional.of(new RedriveRun(
                request, partition, tools, before, earliest, bounds.join().get(1), now));
        next = Optional.empty();
    }

    /** Does what can be done now; answers true when reading must start anew at the run's position. */
    boolean work(Instant now, Outbox out) {
        if (run.isEmpty() || !out.room()) {
            return false;
        }
        RedriveRun current = run.get();
        Optional<Job> job = parts.jobs().table().find(current.job());
        if (job.map(found -> found.request().cancelled()).orElse(true)) {
            current.cancel();
        }
        if (current.state() == State.COUNTING) {
            boolean counted = current.count();
            if (counted) {
                write(List.of(), current, now, out);
            }
            return counted;
        }
        List<ProducerRecord<byte[], byte[]>> copies = current.state() == State.RUNNING
                ? current.copy(now, job.map(Job::working).orElse(1))
                : List.of();
        if (!copies.isEmpty() || current.state().terminal()) {
            write(copies, current, now, out);
        }
        if (current.state().terminal()) {
            ended.add(current.job());
            run = Optional.empty();
            looked = -1;
        }
        return false;
    }

    /** Copies, marks and progress: all of them in one transaction, or none. */
    private void write(List<ProducerRecord<byte[], byte[]>> copies, RedriveRun current, Instant now, Outbox out) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(copies);
        marks.orElseThrow().changed().forEach(chunk -> records.add(record(chunk.key(), value(chunk))));
        forgotten.forEach(key -> records.add(record(key, null)));
        forgotten.clear();
        JobProgress progress = current.progress(now);
        records.add(record(progress.key(), value(progress)));
        if (!out.add(partition, records, Committed.UNHEARD)) {
            log.atInfo().addKeyValue("partition", partition).log("a job goes on where the partition went");
        }
    }

    /** What is marked in memory must be written: where it cannot, the worker starts over from what is durable. */
    private byte[] value(JobRecord record) {
        try {
            return parts.records().serialize(parts.topics().jobs(), record);
        } catch (RegistryUnavailableException away) {
            throw new IllegalStateException("the progress of a job cannot be written", away);
        }
    }

    private ProducerRecord<byte[], byte[]> record(String key, byte @Nullable [] value) {
        return new ProducerRecord<>(parts.topics().jobs(), partition, key.getBytes(UTF_8), value);
    }
}
