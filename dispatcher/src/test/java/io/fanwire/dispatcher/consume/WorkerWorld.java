package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.fixture.ManualLoop;
import io.fanwire.dispatcher.fixture.MockSerdes;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.dispatcher.lane.CallbackLanes;
import io.fanwire.dispatcher.lane.Finished;
import io.fanwire.dispatcher.lane.LaneMetrics;
import io.fanwire.dispatcher.lane.LaneParts;
import io.fanwire.dispatcher.lane.LaneSettings;
import io.fanwire.dispatcher.lane.Places;
import io.fanwire.dispatcher.lane.Shares;
import io.fanwire.runtime.Metrics;
import io.fanwire.schemas.Attempt;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.RegistryUnavailableException;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** A worker between a log and a callback, with its own time: a blocking look into the queue lets time pass instead. */
final class WorkerWorld {
    static final Duration LEASE = Duration.ofSeconds(30);
    static final long MAX_BYTES = 1 << 20;
    static final Duration DRAIN = Duration.ofSeconds(15);
    private static final LaneSettings LANES = new LaneSettings(
            1000, 256, 1_000_000, DRAIN, Duration.ofSeconds(5), Duration.ofDays(5), Duration.ofDays(13));

    final Topics topics = new Topics(TopicSettings.local("fanwire."));
    final TopicPartition zero = new TopicPartition(topics.deliveries(), 0);
    final TopicPartition one = new TopicPartition(topics.deliveries(), 1);
    final TopicPartition tier = new TopicPartition(topics.tiers().smallest().topic(), 0);
    final ManualLoop loop = new ManualLoop();
    final PollLease lease = new PollLease(
            LEASE, () -> Duration.between(Samples.NOW, loop.instant()).toNanos());
    final LogConsumer consumer;
    final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    final DispatchMetrics metrics = new DispatchMetrics(new Metrics());
    final List<Instant> witnessed = new ArrayList<>();
    final List<String> begun = new ArrayList<>();
    final List<CompletableFuture<AttemptOutcome>> answers = new ArrayList<>();
    final Worker worker;
    private final Pulse pulse = new Pulse();
    final KnowingSuspender suspender = new KnowingSuspender();
    Optional<String> standsStill = Optional.empty();
    int maxInFlight = 100;
    boolean registryAway;
    boolean unwritable;
    Optional<Duration> answersAfter = Optional.of(Duration.ZERO);
    Predicate<Delivery> hangs = delivery -> false;
    private final AvroSerdes serdes = MockSerdes.of(topics);
    private final Serializer<Delivery> writer = serdes.deliveries();

    WorkerWorld(PartitionWork... work) {
        this(500, 500, work);
    }

    WorkerWorld(int maxPoll, int maxOpen, PartitionWork... work) {
        consumer = new LogConsumer(maxPoll, this::lastCommit);
        BlockingQueue<Finished> finished = new PassingQueue();
        LaneParts laneParts = new LaneParts(
                (key, position) -> found(),
                (callback, delivery, mayStart) -> attempt(delivery).thenApply(Optional::of),
                new Places(1000),
                lease,
                (key, home) -> Optional.empty(),
                Shares.WHOLE,
                (key, position) -> standsStill,
                new LaneMetrics(new Metrics()),
                () -> 0, // no jitter
                () -> Duration.between(Samples.NOW, loop.instant()).toNanos());
        CallbackLanes lanes = new CallbackLanes(loop, loop, LANES, laneParts, finished::add);
        Deserializer<Delivery> reader = serdes.deliveries();
        Serializer<Attempt> attempts = serdes.attempts();
        Intake intake = new Intake(
                (topic, bytes) -> {
                    checkRegistry();
                    return reader.deserialize(topic, bytes);
                },
                topics.tiers(),
                (subscription, now) -> {});
        Consequences consequences = new Consequences(
                topics,
                (topic, delivery) -> {
                    checkRegistry();
                    checkWritable();
                    return writer.serialize(topic, delivery);
                },
                (topic, attempt) -> {
                    checkRegistry();
                    return attempts.serialize(topic, attempt);
                });
        worker = new Worker(
                consumer,
                producer,
                new WorkerParts(
                        topics,
                        intake,
                        consequences,
                        lanes,
                        loop,
                        finished,
                        loop,
                        witnessed::add,
                        lease,
                        metrics,
                        new Backpressure.Room(maxOpen, MAX_BYTES),
                        DRAIN,
                        List.of(work),
                        suspender,
                        NoOrder.with(topics),
                        new Examination(),
                        pulse));
        worker.join();
    }

    private void checkWritable() {
        if (unwritable) {
            throw new RegistryUnavailableException("away", new IllegalStateException());
        }
    }

    private void checkRegistry() {
        if (registryAway) {
            throw new RegistryUnavailableException("away", new IllegalStateException());
        }
    }

    private Lookup found() {
        return new Lookup.Found(Samples.callback(Samples.subscription(
                Samples.KEY,
                "https://hooks.example.com/in",
                new Subscription.Signing(Subscription.Signing.NONE, List.of()),
                Duration.ofSeconds(15),
                maxInFlight)));
    }

    private CompletableFuture<AttemptOutcome> attempt(Delivery delivery) {
        begun.add(delivery.id());
        CompletableFuture<AttemptOutcome> answer = new CompletableFuture<>();
        answers.add(answer);
        Runnable deliver = () -> answer.complete(new AttemptOutcome.Delivered(200));
        answersAfter
                .filter(wait -> !hangs.test(delivery))
                .ifPresent(wait -> loop.schedule(deliver, wait.toMillis(), TimeUnit.MILLISECONDS));
        return answer;
    }

    /** Appends deliveries named so, due at once. */
    void append(TopicPartition partition, String... ids) {
        for (String id : ids) {
            append(partition, Samples.delivery(id, Samples.KEY));
        }
    }

    void append(TopicPartition partition, Delivery delivery) {
        consumer.append(partition, writer.serialize(partition.topic(), delivery), loop.instant());
    }

    /** Lets the worker turn for a while. */
    void live(Duration time) {
        Instant end = loop.instant().plus(time);
        while (loop.instant().isBefore(end)) {
            worker.turn();
            loop.advance(Duration.ofMillis(50));
        }
    }

    /** Turns until so many attempts have begun. */
    void begin(int attempts) {
        for (int turn = 0; turn < 100 && begun.size() < attempts; turn++) {
            worker.turn();
            loop.run();
        }
    }

    /** Long enough for a transaction. */
    void settle() {
        live(Duration.ofMillis(500));
    }

    /** The offset committed last; -1 when there is none. */
    long committed(TopicPartition partition) {
        return lastCommit(partition).map(OffsetAndMetadata::offset).orElse(-1L);
    }

    private Optional<OffsetAndMetadata> lastCommit(TopicPartition partition) {
        Optional<OffsetAndMetadata> last = Optional.empty();
        for (var commit : producer.consumerGroupOffsetsHistory()) {
            for (var offsets : commit.values()) {
                last = offsets.containsKey(partition) ? Optional.of(offsets.get(partition)) : last;
            }
        }
        return last;
    }

    List<String> topicsWritten() {
        return producer.history().stream().map(ProducerRecord::topic).toList();
    }

    /** Time that the worker's thread would spend waiting belongs to the loop. */
    private final class PassingQueue extends LinkedBlockingQueue<Finished> {
        private static final long serialVersionUID = 1;

        @Override
        @SuppressWarnings("NullAway") // as the queue it extends: null when there is nothing
        public Finished poll(long timeout, TimeUnit unit) {
            loop.advance(Duration.of(timeout, unit.toChronoUnit()));
            return poll();
        }
    }
}
