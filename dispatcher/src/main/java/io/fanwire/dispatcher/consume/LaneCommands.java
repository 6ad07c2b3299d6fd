package io.fanwire.dispatcher.consume;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.dispatcher.order.LaneId;
import io.fanwire.schemas.JobProgress;
import io.fanwire.schemas.JobRequest;
import io.fanwire.schemas.LaneMark;
import io.fanwire.schemas.RegistryUnavailableException;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.Tiers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tenants ask of ordered lanes: that the head is skipped, or attempted now.
 *
 * <pre>
 *   asked for ──▶ does a head wait? ── no: FAILED ; it is being attempted: asks again
 *                    │ yes: its record is looked for on the tiers
 *                 found ──▶ the lane moves on, and the job is DONE, in one transaction
 * </pre>
 *
 * One at a time. Owned by the worker thread.
 */
final class LaneCommands {
    private static final Logger log = LoggerFactory.getLogger(LaneCommands.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final WorkerParts parts;
    private final Assignment assignment;
    private final Commits commits;
    private final Map<Integer, CompletableFuture<Void>> known = new HashMap<>();
    private final Map<String, Instant> firstSeen = new HashMap<>();
    private final Set<String> ended = new HashSet<>();
    private Optional<Running> running = Optional.empty();
    private Instant next = Instant.MIN;

    private record Running(int number, JobRequest job, LaneId lane, LaneMark.Head head) {}

    LaneCommands(WorkerParts parts, Assignment assignment, Commits commits) {
        this.parts = parts;
        this.assignment = assignment;
        this.commits = commits;
    }

    void assigned(int number) {
        known.put(number, parts.ordering().jobs().current(number).toCompletableFuture());
    }

    void revoked(int number) {
        known.remove(number);
        if (running.filter(current -> current.number() == number).isPresent()) {
            stop();
        }
    }

    boolean busy() {
        return running.isPresent();
    }

    void turn(Map<Integer, OwnedLanes> numbers, Instant now) {
        if (now.isBefore(next)) {
            return;
        }
        try {
            if (running.isPresent()) {
                goOn(running.get(), numbers, now);
            } else {
                next = now.plus(LOOK_EVERY);
                numbers.forEach((number, lanes) -> choose(number, lanes, now));
            }
        } catch (KafkaException | RegistryUnavailableException failed) {
            log.atWarn().addKeyValue("error", failed.toString()).log("an ordered lane cannot be moved for now");
            stop();
            next = now.plusSeconds(1);
        }
    }

    private void choose(int number, OwnedLanes lanes, Instant now) {
        CompletableFuture<Void> told = known.getOrDefault(number, new CompletableFuture<>());
        if (told.isCompletedExceptionally()) {
            assigned(number);
        }
        if (!told.isDone() || told.isCompletedExceptionally() || !lanes.moving()) {
            return;
        }
        for (JobRequest job : parts.ordering().jobs().table().requests(number)) {
            if (running.isEmpty() && isOpen(job, number)) {
                begin(number, job, lanes, now);
            }
        }
    }

    private boolean isOpen(JobRequest job, int number) {
        return job.kind() != JobRequest.Kind.REDRIVE
                && !job.cancelled()
                && !ended.contains(job.id())
                && parts.ordering()
                        .jobs()
                        .table()
                        .progress(job.id(), number)
                        .filter(progress -> progress.state().terminal())
                        .isEmpty();
    }

    private void begin(int number, JobRequest job, OwnedLanes lanes, Instant now) {
        SubscriptionKey subscription =
                new SubscriptionKey(job.tenant(), job.selector().subscription().orElse(""));
        LaneId whole = LaneId.whole(subscription);
        LaneId lane = job.selector()
                .key()
                .map(key -> new LaneId(subscription, Optional.of(key)))
                .filter(lanes::knows)
                .orElse(whole);
        Optional<LaneMark.Head> head = lanes.waitingHead(lane);
        boolean patient =
                firstSeen.computeIfAbsent(job.id(), id -> now).plus(PATIENCE).isAfter(now);
        if (head.isPresent()) {
            running = Optional.of(new Running(number, job, lane, head.get()));
            parts.ordering().search().begin(tiers(number), head.get());
        } else if (!lanes.knows(lane) || !patient) {
            String error = lanes.knows(lane) ? "nothing waits for a retry" : "nothing is held back";
            if (commits.add(number, List.of(said(number, job, Optional.of(error), now)), Committed.UNHEARD)) {
                over(job);
            }
        }
    }

    private void goOn(Running current, Map<Integer, OwnedLanes> numbers, Instant now) {
        Optional<HeadSearch.Answer> answer = parts.ordering().search().turn();
        if (answer.isEmpty()) {
            return;
        }
        stop();
        OwnedLanes lanes = Optional.ofNullable(numbers.get(current.number())).orElseThrow();
        boolean done = lanes.moving()
                && answer.get()
                        .found()
                        .filter(found -> lanes.move(
                                current.job().kind() == JobRequest.Kind.SKIP,
                                current.lane(),
                                current.head(),
                                found,
                                said(current.number(), current.job(), Optional.empty(), now)))
                        .isPresent();
        if (done) {
            over(current.job());
        }
    }

    private void over(JobRequest job) {
        ended.add(job.id());
        firstSeen.remove(job.id());
    }

    private void stop() {
        parts.ordering().search().end();
        running = Optional.empty();
    }

    private ProducerRecord<byte[], byte[]> said(int number, JobRequest job, Optional<String> error, Instant now) {
        JobProgress progress = JobProgress.ended(job.id(), number, error.isPresent() ? 0 : 1, error, now);
        return parts.ordering().records().progress(number, progress.key().getBytes(UTF_8), progress);
    }

    /** Where unfinished records of the tiers begin. */
    private Map<TopicPartition, Long> tiers(int number) {
        Map<TopicPartition, Long> from = new HashMap<>();
        for (Tiers.Tier tier : parts.topics().tiers().all()) {
            TopicPartition partition = new TopicPartition(tier.topic(), number);
            assignment.progress(partition).ifPresent(progress -> from.put(partition, progress.mark()));
        }
        return from;
    }
}
