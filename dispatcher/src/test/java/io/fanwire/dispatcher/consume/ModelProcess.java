package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.fixture.ManualLoop;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.dispatcher.lane.CallbackLanes;
import io.fanwire.dispatcher.lane.Finished;
import io.fanwire.dispatcher.lane.LaneMetrics;
import io.fanwire.dispatcher.lane.LaneParts;
import io.fanwire.dispatcher.lane.LaneSettings;
import io.fanwire.dispatcher.lane.Lease;
import io.fanwire.dispatcher.lane.Places;
import io.fanwire.dispatcher.lane.Shares;
import io.fanwire.runtime.Backoff;
import io.fanwire.runtime.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;

/** A dispatcher process of the model, which can be killed and frozen, also in the middle of a call to the broker. */
final class ModelProcess {
    private static final LaneSettings LANES = new LaneSettings(
            30, 4, 1000, Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofDays(5), Duration.ofDays(10));
    private static final DispatchMetrics METRICS = new DispatchMetrics(new Metrics());
    private static final LaneMetrics LANE_METRICS = new LaneMetrics(new Metrics());
    final String slot;
    final ManualLoop loop = new ManualLoop();
    private final int number;
    private final ModelWorld world;
    private final Places places = new Places(20);
    private Optional<Worker> worker = Optional.empty();
    private Optional<ModelConsumer> consumer = Optional.empty();
    private Instant lastPoll = Instant.MIN;
    private Instant restartAt;
    private Instant thawAt = Instant.MIN;
    private Instant outOfTouchUntil = Instant.MIN;
    private boolean frozen;
    private boolean dead;
    private boolean busy;
    private boolean closing;
    private boolean replaced;
    final ModelTrouble trouble;

    /** The process is gone: nothing after it happens. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    ModelProcess(String slot, int number, ModelWorld world) {
        this.slot = slot;
        this.number = number;
        this.world = world;
        this.restartAt = world.now;
        this.trouble = new ModelTrouble(world.seen);
        loop.freeze(Duration.between(loop.instant(), world.now));
    }

    /** One turn of its worker, which is made first where there is none. */
    void turn() {
        busy = true;
        try {
            if (worker.isEmpty()) {
                start();
            } else {
                worker.get().turn();
            }
        } catch (Killed killed) {
            world.seen.killsInside++;
            kill();
        } catch (WorkerLostException | FencedInstanceIdException lost) {
            if (lost instanceof WorkerLostException failure && !failure.fenced()) {
                startOver();
            } else {
                world.seen.fatal++;
                kill();
            }
        } catch (KafkaException failure) {
            startOver();
        } finally {
            busy = false;
        }
    }

    private void start() {
        ModelConsumer made = world.mutant.consumer(this, world);
        consumer = Optional.of(made);
        Backoff patience = Backoff.standard(world.random);
        worker = Optional.of(
                new Worker(made, world.mutant.producer(this, world), parts(), world.mutant.assignment(), patience));
        world.takeOver(this);
        worker.get().join();
    }

    private WorkerParts parts() {
        BlockingQueue<Finished> finished = new PassingQueue();
        LongSupplier nanos = () -> Duration.between(Samples.NOW, loop.instant()).toNanos();
        PollLease lease = new PollLease(ModelWorld.LEASE, nanos);
        Lease asked = world.mutant.lease(lease);
        KnowingSuspender suspender = new KnowingSuspender();
        LaneParts lanes = new LaneParts(
                (key, position) -> world.find(key),
                (callback, delivery, mayStart) -> world.sink.attempt(this, callback, delivery, mayStart),
                places,
                asked,
                (key, home) -> Optional.empty(),
                Shares.WHOLE,
                suspender,
                LANE_METRICS,
                () -> 0, // no jitter
                nanos);
        return new WorkerParts(
                world.topics,
                new Intake((t, bytes) -> world.deliveries.read(bytes), world.topics.tiers(), Shares.WHOLE::spread),
                new Consequences(
                        world.topics,
                        (topic, delivery) -> world.deliveries.write(delivery),
                        (topic, attempt) -> world.attempts.write(attempt)),
                new CallbackLanes(loop, loop, LANES, lanes, finished::add),
                loop,
                finished,
                loop,
                stamped -> {},
                lease,
                METRICS,
                new Backpressure.Room(8, 1_000_000),
                ModelWorld.DRAIN,
                List.of(),
                suspender,
                NoOrder.with(world.topics, ModelWorld.RECORDS),
                new Examination(),
                new Pulse());
    }

    /** As the worker's slot does it. */
    private void startOver() {
        world.sink.excuse(this, ModelWorld.ALL_NUMBERS);
        closing = true;
        worker.ifPresent(Worker::abandon);
        closing = false;
        worker = Optional.empty();
        consumer = Optional.empty();
        restartAt = world.now.plusMillis(50 + world.random.nextInt(1000));
    }

    /** A clean stop. */
    void leave() {
        busy = true;
        try {
            worker.ifPresent(Worker::leave);
            gone();
        } catch (Killed | WorkerLostException failure) {
            kill();
        } finally {
            busy = false;
        }
    }

    void kill() {
        if (!dead) {
            world.seen.kills++;
            world.leavesBehind(this, true);
            gone();
        }
    }

    private void gone() {
        dead = true;
        world.sink.excuse(this, ModelWorld.ALL_NUMBERS);
    }

    void freeze(Duration time) {
        world.seen.freezes++;
        frozen = true;
        thawAt = world.now.plus(time);
    }

    private void thaw() {
        frozen = false;
        outOfTouchUntil = world.now.plusMillis(world.random.nextInt(1000));
    }

    /** A new process has taken its slot. */
    void replace() {
        replaced = true;
        world.seen.replaced++;
        world.leavesBehind(this, world.mutant.takesFrozenForGone());
    }

    /** Time passes for it too, though it may not notice. */
    void pass(Duration time) {
        if (frozen) {
            loop.freeze(time);
            if (!busy && !thawAt.isAfter(world.now)) {
                thaw();
            }
        } else {
            loop.advance(time);
            consumer.flatMap(ModelConsumer::member).ifPresent(member -> member.seen(world.now));
        }
    }

    /** Every call to the broker passes here: a good place for faults. */
    void talks() {
        if (closing) {
            return;
        }
        if (trouble.killsNow()) {
            throw new Killed();
        }
        if (trouble.freezesNow()) {
            freeze(world.freezing());
            while (thawAt.isAfter(world.now)) {
                world.others();
            }
            thaw();
        }
    }

    void polled() {
        lastPoll = loop.instant();
    }

    boolean leased() {
        return Duration.between(lastPoll, loop.instant()).compareTo(ModelWorld.LEASE) < 0;
    }

    /** After a freeze a poll or two answer from memory before the group's word arrives. */
    boolean outOfTouch() {
        return outOfTouchUntil.isAfter(world.now);
    }

    boolean owns(Set<TopicPartition> partitions) {
        Set<Integer> owned = consumer.flatMap(ModelConsumer::member)
                .filter(world.group::has)
                .map(world.group::owned)
                .orElse(Set.of());
        return partitions.stream().allMatch(partition -> owned.contains(partition.partition()));
    }

    /** Records that a map said were done, in all worlds together. */
    static long passedOver() {
        return METRICS.doneBefore().getCount();
    }

    boolean dead() {
        return dead;
    }

    boolean frozen() {
        return frozen;
    }

    boolean replaced() {
        return replaced;
    }

    /** Whether its worker could take a turn now. */
    boolean ready() {
        return !dead && !frozen && !busy && !restartAt.isAfter(world.now);
    }

    boolean busy() {
        return busy;
    }

    Optional<ModelGroup.Member> member() {
        return consumer.flatMap(ModelConsumer::member);
    }

    @Override
    public String toString() {
        return slot + "." + number;
    }

    /** Waiting is time that passes in the whole world; in a long wait others go on. */
    private final class PassingQueue extends LinkedBlockingQueue<Finished> {
        private static final long serialVersionUID = 1;

        @Override
        @SuppressWarnings("NullAway") // as the queue it extends: null when there is nothing
        public Finished poll(long timeout, TimeUnit unit) {
            if (isEmpty()) {
                talks();
                world.pass(Duration.of(timeout, unit.toChronoUnit()));
                if (timeout > 40) {
                    world.others();
                }
            }
            return poll();
        }
    }
}
