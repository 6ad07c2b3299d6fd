package io.fanwire.dispatcher.consume;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A consumer of the model's broker: rebalances inside poll, as the genuine one does. Only what a worker calls is here. */
class ModelConsumer extends MockConsumer<byte[], byte[]> {
    private static final int POLLED = 3;

    private final ModelProcess process;
    private final ModelWorld world;
    private final Map<TopicPartition, Optional<Long>> positions = new HashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private List<String> topics = List.of();
    private Optional<ConsumerRebalanceListener> listener = Optional.empty();
    private Optional<ModelGroup.Member> member = Optional.empty();

    ModelConsumer(ModelProcess process, ModelWorld world) {
        super("none");
        this.process = process;
        this.world = world;
    }

    Optional<ModelGroup.Member> member() {
        return member;
    }

    @Override
    public void subscribe(Collection<String> names, ConsumerRebalanceListener rebalances) {
        if (listener.isPresent()) {
            member.ifPresent(world.group::wantsNothing);
            return;
        }
        topics = List.copyOf(names);
        listener = Optional.of(rebalances);
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        process.talks();
        if (!process.outOfTouch()) {
            rebalance();
        }
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new HashMap<>();
        for (TopicPartition partition : positions.keySet()) {
            if (!paused.contains(partition)) {
                List<ConsumerRecord<byte[], byte[]>> records = fetch(partition);
                if (!records.isEmpty()) {
                    polled.put(partition, records);
                }
            }
        }
        if (polled.isEmpty() && !timeout.isZero()) {
            world.pass(timeout);
        }
        process.polled();
        return new ConsumerRecords<>(polled, Map.of());
    }

    private List<ConsumerRecord<byte[], byte[]>> fetch(TopicPartition partition) {
        long from = positions
                .getOrDefault(partition, Optional.empty())
                .orElseThrow(() -> new NoOffsetForPartitionException(partition));
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (ModelLog.Entry entry : world.broker.log(partition).read(from, 1 + world.random.nextInt(POLLED))) {
            byte[] value = entry.value().orElseThrow();
            records.add(new ConsumerRecord<>(
                    partition.topic(),
                    partition.partition(),
                    entry.offset(),
                    entry.at().toEpochMilli(),
                    TimestampType.LOG_APPEND_TIME,
                    0,
                    value.length,
                    new byte[0],
                    value,
                    new RecordHeaders(),
                    Optional.empty()));
            positions.put(partition, Optional.of(entry.offset() + 1));
        }
        return records;
    }

    private void rebalance() {
        if (member.isPresent() && !world.group.has(member.get())) {
            Set<TopicPartition> lost = Set.copyOf(positions.keySet());
            forget(lost);
            member = Optional.empty();
            world.seen.lost++;
            listener.orElseThrow().onPartitionsLost(lost);
        }
        if (member.isEmpty()) {
            if (process.replaced()) {
                throw new FencedInstanceIdException("another process is " + process.slot);
            }
            member = world.group.join(process.slot, world.now);
        }
        member.ifPresent(this::reconcile);
    }

    private void reconcile(ModelGroup.Member me) {
        Set<Integer> revoke = world.group.toRevoke(me);
        if (!revoke.isEmpty()) {
            Set<TopicPartition> partitions = partitions(revoke);
            world.seen.revoked++;
            listener.orElseThrow().onPartitionsRevoked(partitions);
            forget(partitions);
            world.sink.excuse(process, revoke);
            if (!world.group.has(me)) {
                return; // expelled during the drain
            }
            world.group.release(revoke);
        }
        Set<Integer> fresh = world.group.assign(me);
        if (!fresh.isEmpty()) {
            Set<TopicPartition> partitions = partitions(fresh);
            partitions.forEach(partition -> positions.put(partition, Optional.empty()));
            listener.orElseThrow().onPartitionsAssigned(partitions);
        }
    }

    private Set<TopicPartition> partitions(Set<Integer> numbers) {
        Set<TopicPartition> partitions = new HashSet<>();
        numbers.forEach(number -> topics.forEach(topic -> partitions.add(new TopicPartition(topic, number))));
        return partitions;
    }

    private void forget(Set<TopicPartition> partitions) {
        positions.keySet().removeAll(partitions);
        paused.removeAll(partitions);
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
            Set<TopicPartition> partitions, Duration timeout) {
        process.talks();
        if (world.broker.undecided(partitions)) {
            world.seen.undecided++;
            world.pass(timeout);
            throw new TimeoutException("a transaction is not decided");
        }
        Map<TopicPartition, OffsetAndMetadata> answer = new HashMap<>();
        partitions.forEach(
                partition -> world.broker.committed(partition).ifPresent(offset -> answer.put(partition, offset)));
        return answer;
    }

    @Override
    public synchronized Map<TopicPartition, Long> beginningOffsets(
            Collection<TopicPartition> partitions, Duration timeout) {
        process.talks();
        Map<TopicPartition, Long> answer = new HashMap<>();
        partitions.forEach(partition -> answer.put(partition, 0L));
        return answer;
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
        checkOwned(partition);
        positions.put(partition, Optional.of(offset));
    }

    @Override
    public synchronized void pause(Collection<TopicPartition> partitions) {
        partitions.forEach(this::checkOwned);
        paused.addAll(partitions);
    }

    @Override
    public synchronized void resume(Collection<TopicPartition> partitions) {
        partitions.forEach(this::checkOwned);
        paused.removeAll(Set.copyOf(partitions));
    }

    private void checkOwned(TopicPartition partition) {
        if (!positions.containsKey(partition)) {
            throw new IllegalStateException(partition + " is not assigned");
        }
    }

    @Override
    public synchronized Set<TopicPartition> paused() {
        return Set.copyOf(paused);
    }

    @Override
    public synchronized Set<TopicPartition> assignment() {
        return Set.copyOf(positions.keySet());
    }

    @Override
    public void close(CloseOptions options) {
        Set<TopicPartition> owned = Set.copyOf(positions.keySet());
        if (!owned.isEmpty()) {
            listener.orElseThrow().onPartitionsRevoked(owned);
        }
        forget(owned);
        member.ifPresent(me -> {
            world.sink.excuse(process, world.group.owned(me));
            world.group.leave(me);
        });
        member = Optional.empty();
    }
}
