package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.consume.WorkerLostException.Why;
import io.fanwire.dispatcher.lane.Source;
import io.fanwire.runtime.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction of everything that became true since the last one: hand-offs, dead letters, attempts, and the offsets they finish.
 *
 * <p>Every effect it holds is in the very transaction that commits its offset, so an offset never passes a record without a durable
 * effect. After an abort the effects stay and go into the next one, after a while that grows from 50 ms to 5 s. Owned by the worker
 * thread.
 */
final class Tick {
    private static final Logger log = LoggerFactory.getLogger(Tick.class);

    /** Longest time between two transactions, while there is something to say. */
    static final Duration EVERY = Duration.ofMillis(100);

    private static final int MAX_EFFECTS = 4000;
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private final Producer<byte[], byte[]> producer;
    private final List<Effect> pending = new ArrayList<>();
    private long pendingBytes;
    private final Backoff backoff;
    private Instant last = Instant.EPOCH;
    private Instant notBefore = Instant.EPOCH;

    /**
     * Nothing is pending.
     *
     * @param backoff between transactions that fail
     */
    Tick(Producer<byte[], byte[]> producer, Backoff backoff) {
        this.producer = producer;
        this.backoff = backoff;
    }

    void add(Effect effect) {
        pending.add(effect);
        pendingBytes += bytes(effect);
    }

    boolean due(Instant now) {
        return !now.isBefore(notBefore) && (!room() || (!pending.isEmpty() && rested(now)));
    }

    /** Whether the last transaction is long enough ago; after one that failed that takes longer. */
    boolean rested(Instant now) {
        return !now.isBefore(last.plus(EVERY)) && !now.isBefore(notBefore);
    }

    /** Whether the last transaction that failed is long enough ago. */
    boolean mayTry(Instant now) {
        return !now.isBefore(notBefore);
    }

    int size() {
        return pending.size();
    }

    /** Whether it is below the size at which it is committed at once. */
    boolean room() {
        return pending.size() < MAX_EFFECTS && pendingBytes < MAX_BYTES;
    }

    /** The partitions that the effects come from. */
    Set<TopicPartition> partitions() {
        Set<TopicPartition> partitions = new HashSet<>();
        for (Effect effect : pending) {
            partitions.add(effect.source().partition());
        }
        return partitions;
    }

    /** Forgets effects of partitions that are no longer ours: their next owner makes them anew. */
    void drop(Predicate<Source> lost) {
        pending.removeIf(effect -> lost.test(effect.source()));
        pendingBytes = pending.stream().mapToLong(Tick::bytes).sum();
    }

    /**
     * Commits all effects and these offsets. Answers false when the transaction was aborted and may be tried again.
     *
     * @throws WorkerLostException when producer or membership are beyond repair
     */
    boolean commit(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group, Instant now) {
        last = now;
        List<Sent> sent = new ArrayList<>(pending.size());
        try {
            producer.beginTransaction();
            for (Effect effect : pending) {
                Sent next = new Sent(effect, new ArrayList<>(effect.records().size()));
                sent.add(next); // first, so that it is known when a record after the first cannot be sent
                for (ProducerRecord<byte[], byte[]> record : effect.records()) {
                    next.records().add(producer.send(stamped(record, now)));
                }
            }
            if (!offsets.isEmpty()) {
                producer.sendOffsetsToTransaction(offsets, group);
            }
            producer.commitTransaction();
        } catch (ProducerFencedException | FencedInstanceIdException | InvalidProducerEpochException fenced) {
            throw new WorkerLostException("another process took this worker's identity", Why.FENCED, fenced);
        } catch (AuthorizationException
                | AuthenticationException
                | OutOfOrderSequenceException
                | UnsupportedVersionException fatal) {
            throw new WorkerLostException("the producer cannot go on: " + fatal.getMessage(), Why.REFUSED, fatal);
        } catch (KafkaException failed) {
            abort(failed);
            notBefore = shrink(sent) ? now : now.plus(backoff.next());
            return false;
        }
        backoff.reset();
        pending.clear();
        pendingBytes = 0;
        sent.forEach(Sent::tell);
        return true;
    }

    /** A broker refuses what is an hour ahead, and by the machine's clock it might be. */
    private static ProducerRecord<byte[], byte[]> stamped(ProducerRecord<byte[], byte[]> record, Instant now) {
        return new ProducerRecord<>(
                record.topic(), record.partition(), now.toEpochMilli(), record.key(), record.value(), record.headers());
    }

    /** What is too large for its topic is tried smaller next time: the same record would be refused for ever. Answers false when nothing is. */
    private boolean shrink(List<Sent> sent) {
        boolean any = false;
        for (int i = 0; i < sent.size(); i++) {
            Effect effect = pending.get(i);
            if (sent.get(i).tooLarge()) {
                Optional<Effect> smaller = effect.smaller().effect();
                smaller.ifPresent(next -> log.atWarn()
                        .addKeyValue("source", effect.source())
                        .log("a record is too large for its topic; less of it is written"));
                any |= smaller.isPresent();
                pending.set(i, smaller.orElse(effect));
            }
        }
        pendingBytes = pending.stream().mapToLong(Tick::bytes).sum();
        return any;
    }

    /** A commit whose result is unknown cannot be aborted either: then the worker starts over from what the broker says. */
    private void abort(KafkaException cause) {
        log.atWarn()
                .addKeyValue("effects", pending.size())
                .addKeyValue("error", cause.toString())
                .log("a transaction was aborted; its effects go into the next one");
        try {
            producer.abortTransaction();
        } catch (KafkaException | IllegalStateException beyondRepair) {
            beyondRepair.addSuppressed(cause);
            throw new WorkerLostException(
                    "a transaction can neither be committed nor aborted", Why.UNDECIDED, beyondRepair);
        }
    }

    private static long bytes(Effect effect) {
        long bytes = 0;
        for (ProducerRecord<byte[], byte[]> record : effect.records()) {
            bytes += record.value() == null ? 0 : record.value().length;
        }
        return bytes;
    }

    /** The records of one effect on their way. */
    private record Sent(Effect effect, List<Future<RecordMetadata>> records) {
        /** After the commit, which waited for all of them. */
        void tell() {
            if (effect.then() != Committed.UNHEARD) {
                effect.then().committed(records.stream().map(Sent::where).toList());
            }
        }

        boolean tooLarge() {
            return records.stream().anyMatch(Sent::tooLarge);
        }

        private static boolean tooLarge(Future<RecordMetadata> record) {
            if (!record.isDone()) {
                return false;
            }
            try {
                record.get();
                return false;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            } catch (ExecutionException refused) {
                return refused.getCause() instanceof RecordTooLargeException;
            }
        }

        private static RecordMetadata where(Future<RecordMetadata> record) {
            try {
                return record.get();
            } catch (InterruptedException | ExecutionException impossible) {
                throw new IllegalStateException("a committed record has no place", impossible);
            }
        }
    }
}
