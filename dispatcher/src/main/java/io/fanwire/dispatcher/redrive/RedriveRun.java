package io.fanwire.dispatcher.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.dispatcher.callbacks.Callbacks;
import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.schemas.DeadLetter;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.JobProgress;
import io.fanwire.schemas.JobProgress.State;
import io.fanwire.schemas.JobRequest;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.RegistryUnavailableException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One job in one partition. It goes through the dead letters twice, up to the end that there was when it began: first it counts, then
 * it copies. Owned by the worker thread.
 *
 * <pre>
 *   COUNTING ── end reached ──▶ RUNNING ── end reached ──▶ DONE          (taken over while RUNNING: goes on where the last
 *                                  └────── cancelled ────▶ CANCELLED      committed progress says, as RUNNING)
 * </pre>
 */
final class RedriveRun {
    private static final int MOST_BYTES = 512 * 1024;

    private final JobRequest request;
    private final int partition;
    private final Tools tools;
    private final long start;
    private final ArrayDeque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
    private final Pace pace;
    private State state;
    private final long end;
    private long position;
    private long matched;
    private long done;
    private long skipped;

    /** What a run works with. */
    record Tools(String deliveriesTopic, RecordSerde<Delivery, ?> deliveries, Callbacks callbacks, Marks marks) {}

    /**
     * A run that goes on where {@code before} ended, or begins.
     *
     * @param earliest and {@code end}: where the dead letters of the partition begin and end now
     */
    RedriveRun(
            JobRequest request,
            int partition,
            Tools tools,
            Optional<JobProgress> before,
            long earliest,
            long endNow,
            Instant now) {
        this.request = request;
        this.partition = partition;
        this.tools = tools;
        this.start = earliest;
        this.pace = new Pace(request.rateLimit(), now);
        this.state = before.map(JobProgress::state).orElse(State.COUNTING);
        this.end = before.map(JobProgress::end).orElse(endNow);
        this.position = Math.max(earliest, before.map(JobProgress::position).orElse(0L));
        this.matched = before.map(JobProgress::matched).orElse(0L);
        this.done = before.map(JobProgress::done).orElse(0L);
        this.skipped = before.map(JobProgress::skipped).orElse(0L);
    }

    String job() {
        return request.id();
    }

    State state() {
        return state;
    }

    /** Where to read on. */
    long position() {
        return position;
    }

    /** Whether it has all that it can look at for now. */
    boolean busy() {
        return !waiting.isEmpty();
    }

    void arrived(Collection<ConsumerRecord<byte[], byte[]>> records) {
        waiting.addAll(records);
    }

    /** Everything before this was received: what is missing was aborted or taken by retention. */
    void readUpTo(long next) {
        if (waiting.isEmpty()) {
            position = Math.max(position, next);
        }
    }

    void cancel() {
        state = State.CANCELLED;
    }

    /** Answers true when the count is complete: reading starts over, to copy. */
    boolean count() {
        for (ConsumerRecord<byte[], byte[]> record = waiting.pollFirst();
                record != null;
                record = waiting.pollFirst()) {
            position = record.offset() + 1;
            Optional<DeadLetter> letter = record.offset() < end ? meant(record) : Optional.empty();
            matched += letter.filter(found -> !deleted(found)).isPresent() ? 1 : 0;
        }
        if (position < end) {
            return false;
        }
        state = State.RUNNING;
        position = start;
        return true;
    }

    /** The copies that may be made now; at the end of the partition the state says so. */
    List<ProducerRecord<byte[], byte[]>> copy(Instant now, int sharers) {
        List<ProducerRecord<byte[], byte[]>> copies = new ArrayList<>();
        int bytes = 0;
        pace.pass(now, sharers);
        while (!waiting.isEmpty() && bytes < MOST_BYTES) {
            ConsumerRecord<byte[], byte[]> record = waiting.getFirst();
            Optional<DeadLetter> letter;
            try {
                letter = record.offset() < end ? meant(record) : Optional.empty();
            } catch (RegistryUnavailableException away) {
                return keep(copies, away);
            }
            boolean gone = letter.filter(this::deleted).isPresent();
            if (letter.isPresent() && !gone) {
                if (unknown(letter.get()) || !pace.take()) {
                    return copies;
                }
                ProducerRecord<byte[], byte[]> copy;
                try {
                    copy = again(letter.get(), now);
                } catch (RegistryUnavailableException away) {
                    return keep(copies, away);
                }
                copies.add(copy);
                bytes += copy.value().length;
                tools.marks().add(record.offset());
                done++;
            }
            skipped += gone ? 1 : 0;
            waiting.removeFirst();
            position = record.offset() + 1;
        }
        if (waiting.isEmpty() && position >= end) {
            state = State.DONE;
            matched = done;
        }
        return copies;
    }

    /** What is marked must be written, whatever comes after it. */
    private static List<ProducerRecord<byte[], byte[]>> keep(
            List<ProducerRecord<byte[], byte[]>> copies, RegistryUnavailableException away) {
        if (copies.isEmpty()) {
            throw away;
        }
        return copies;
    }

    JobProgress progress(Instant now) {
        return new JobProgress(
                request.id(),
                partition,
                state,
                end,
                position,
                Math.max(matched, done),
                done,
                skipped,
                Optional.empty(),
                now);
    }

    private Optional<DeadLetter> meant(ConsumerRecord<byte[], byte[]> record) {
        return tools.marks().contains(record.offset())
                ? Optional.empty()
                : DeadLetter.read(record, tools.deliveries())
                        .filter(letter -> request.selector().matches(request.tenant(), letter));
    }

    private boolean deleted(DeadLetter letter) {
        return look(letter) instanceof Lookup.Deleted;
    }

    private boolean unknown(DeadLetter letter) {
        return look(letter) instanceof Lookup.NotYet;
    }

    private Lookup look(DeadLetter letter) {
        Delivery delivery = letter.delivery();
        return tools.callbacks().find(delivery.subscription(), delivery.subscriptionPosition());
    }

    private ProducerRecord<byte[], byte[]> again(DeadLetter letter, Instant now) {
        Delivery delivery = letter.delivery();
        Delivery next = delivery.with(delivery.progress().next(now));
        return new ProducerRecord<>(
                tools.deliveriesTopic(),
                partition,
                delivery.subscription().id().getBytes(UTF_8),
                tools.deliveries().serialize(tools.deliveriesTopic(), next));
    }
}
