package io.fanwire.dispatcher.consume;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;

/** Logs, transactions and committed offsets in memory, as a broker keeps them. */
final class ModelBroker {
    static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

    private final Map<TopicPartition, ModelLog> logs = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private final Map<String, Integer> epochs = new HashMap<>();
    private final Map<String, ModelTransaction> open = new TreeMap<>();
    private final Runnable afterCommit;

    /**
     * Empty.
     *
     * @param afterCommit told of each
     */
    ModelBroker(Runnable afterCommit) {
        this.afterCommit = afterCommit;
    }

    ModelLog log(TopicPartition partition) {
        return logs.computeIfAbsent(partition, p -> new ModelLog());
    }

    Optional<OffsetAndMetadata> committed(TopicPartition partition) {
        return Optional.ofNullable(committed.get(partition));
    }

    /** Whether a transaction that may still be committed has a say in it. */
    boolean undecided(Set<TopicPartition> partitions) {
        return open.values().stream()
                .anyMatch(transaction -> transaction.offsets.keySet().stream().anyMatch(partitions::contains));
    }

    /** A producer of this identity begins; the one before it is fenced, and its open transaction aborted. */
    int init(String identity, Instant now) {
        if (open.containsKey(identity)) {
            end(identity, false, now);
        }
        return epochs.merge(identity, 1, Integer::sum);
    }

    long append(String identity, int epoch, TopicPartition partition, byte[] value, Instant now) {
        ModelTransaction transaction = transaction(identity, epoch, now);
        transaction.touched.add(log(partition));
        return log(partition).append(Optional.of(value), now, Optional.of(transaction));
    }

    void offsets(String identity, int epoch, Map<TopicPartition, OffsetAndMetadata> offsets, Instant now) {
        transaction(identity, epoch, now).offsets.putAll(offsets);
    }

    void end(String identity, int epoch, boolean commit, Instant now) {
        check(identity, epoch);
        if (open.containsKey(identity)) {
            end(identity, commit, now);
        }
    }

    /** Aborts what its producer left open for too long. */
    void expire(Instant now) {
        List<String> late = open.entrySet().stream()
                .filter(entry ->
                        entry.getValue().since.plus(TRANSACTION_TIMEOUT).isBefore(now))
                .map(Map.Entry::getKey)
                .toList();
        for (String identity : late) {
            epochs.merge(identity, 1, Integer::sum);
            end(identity, false, now);
        }
    }

    private ModelTransaction transaction(String identity, int epoch, Instant now) {
        check(identity, epoch);
        return open.computeIfAbsent(identity, i -> new ModelTransaction(now));
    }

    private void check(String identity, int epoch) {
        if (epochs.getOrDefault(identity, 0) != epoch) {
            throw new ProducerFencedException("a newer producer is " + identity);
        }
    }

    private void end(String identity, boolean commit, Instant now) {
        ModelTransaction transaction = open.remove(identity);
        if (transaction == null) {
            return;
        }
        transaction.end(commit);
        transaction.touched.forEach(log -> log.append(Optional.empty(), now, Optional.empty()));
        if (commit) {
            committed.putAll(transaction.offsets);
            afterCommit.run();
        }
    }
}
