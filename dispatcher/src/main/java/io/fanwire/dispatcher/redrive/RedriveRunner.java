package io.fanwire.dispatcher.redrive;

import io.fanwire.dispatcher.callbacks.Callbacks;
import io.fanwire.dispatcher.consume.Outbox;
import io.fanwire.dispatcher.consume.PartitionWork;
import io.fanwire.dispatcher.consume.SideConsumer;
import io.fanwire.dispatcher.jobs.Jobs;
import io.fanwire.dispatcher.jobs.Offsets;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.RegistryUnavailableException;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts dead letters back among the deliveries, as their next generation, for the jobs that ask for it.
 *
 * <p>Copies, the marks that name what was copied, and the job's progress are one effect in the worker's transaction, which fails when
 * the partition has another owner; and an owner reads the marks only after all that was written before is decided. So each dead letter
 * is put back once, whatever jobs ask and whoever is killed. The dead letters are read with a consumer without a group, which is there
 * while a job is, and is never waited for. Owned by the worker thread.
 */
public final class RedriveRunner implements PartitionWork {
    private static final Logger log = LoggerFactory.getLogger(RedriveRunner.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final PartitionJobs.Parts parts;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Map<Integer, PartitionJobs> owned = new HashMap<>();
    private Optional<Consumer<byte[], byte[]>> consumer = Optional.empty();
    private Instant readAgain = Instant.MIN;

    public RedriveRunner(
            Cluster cluster, Topics topics, AvroSerdes serdes, Jobs jobs, Offsets offsets, Callbacks callbacks) {
        this(topics, serdes, jobs, offsets, callbacks, () -> SideConsumer.of(cluster, "redrive"));
    }

    RedriveRunner(
            Topics topics,
            AvroSerdes serdes,
            Jobs jobs,
            Offsets offsets,
            Callbacks callbacks,
            Supplier<Consumer<byte[], byte[]>> consumers) {
        this.parts = new PartitionJobs.Parts(topics, jobs, offsets, callbacks, serdes.deliveries(), serdes.jobs());
        this.consumers = consumers;
    }

    @Override
    public void assigned(int partition) {
        owned.put(partition, new PartitionJobs(partition, parts));
    }

    @Override
    public void revoked(int partition) {
        owned.remove(partition);
        follow();
    }

    @Override
    public void turn(Instant now, Outbox out) {
        owned.values().forEach(jobs -> jobs.choose(now));
        if (owned.values().stream().allMatch(jobs -> jobs.run().isEmpty()) || now.isBefore(readAgain)) {
            return;
        }
        try {
            follow();
            read();
            owned.forEach((partition, jobs) -> {
                if (jobs.work(now, out)) {
                    seek(letters(partition), jobs.run().orElseThrow().position());
                }
            });
            follow();
        } catch (KafkaException | RegistryUnavailableException failed) {
            readAgain = now.plus(AGAIN);
            log.atWarn().addKeyValue("error", failed.toString()).log("dead letters cannot be put back for now");
        }
    }

    /** Reads the partitions that have a job, each from where its run is; without any the consumer is let go. */
    private void follow() {
        Set<TopicPartition> wanted = new HashSet<>();
        owned.forEach((partition, jobs) -> jobs.run().ifPresent(run -> wanted.add(letters(partition))));
        if (wanted.isEmpty()) {
            consumer.ifPresent(open -> open.close(CloseOptions.timeout(Duration.ZERO)));
            consumer = Optional.empty();
            return;
        }
        Consumer<byte[], byte[]> open = consumer.orElseGet(consumers);
        consumer = Optional.of(open);
        Set<TopicPartition> before = Set.copyOf(open.assignment());
        if (!before.equals(wanted)) {
            open.assign(wanted);
            wanted.stream().filter(partition -> !before.contains(partition)).forEach(this::seekToRun);
        }
    }

    private void read() {
        Consumer<byte[], byte[]> open = consumer.orElseThrow();
        open.pause(List.copyOf(busy(true)));
        open.resume(List.copyOf(busy(false)));
        ConsumerRecords<byte[], byte[]> polled = open.poll(Duration.ZERO);
        owned.forEach((partition, jobs) -> jobs.run().ifPresent(run -> {
            run.arrived(polled.records(letters(partition)));
            run.readUpTo(open.position(letters(partition)));
        }));
    }

    private Set<TopicPartition> busy(boolean wanted) {
        Set<TopicPartition> found = new HashSet<>();
        owned.forEach((partition, jobs) ->
                jobs.run().filter(run -> run.busy() == wanted).ifPresent(run -> found.add(letters(partition))));
        return found;
    }

    private void seekToRun(TopicPartition partition) {
        Optional.ofNullable(owned.get(partition.partition()))
                .flatMap(PartitionJobs::run)
                .ifPresent(run -> seek(partition, run.position()));
    }

    private void seek(TopicPartition partition, long offset) {
        consumer.ifPresent(open -> open.seek(partition, offset));
    }

    private TopicPartition letters(int partition) {
        return new TopicPartition(parts.topics().deadLetters(), partition);
    }
}
