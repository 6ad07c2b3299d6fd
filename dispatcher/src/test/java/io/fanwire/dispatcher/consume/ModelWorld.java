package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.schemas.Attempt;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;

/**
 * The model: three worker processes, a broker, callbacks, one clock, and a seed that decides who moves next and what breaks.
 *
 * <pre>
 *   24 deliveries on 2 partitions, 2 retry tiers, at most 3 attempts
 *   faults: kill -9, freeze, both also in the middle of a call · a slot taken over while its process is frozen · rebalance, clean
 *           leave · send refused, commit fenced, commit whose result is unknown · answer lost · unsubscription
 *   then quiet: everything must end
 * </pre>
 */
final class ModelWorld {
    static final int NUMBERS = 2;
    static final int ATTEMPTS = 3;
    static final Set<Integer> ALL_NUMBERS = Set.of(0, 1);
    static final Duration LEASE = Duration.ofSeconds(4);
    static final Duration DRAIN = Duration.ofSeconds(1);
    private static final int SLOTS = 3;
    private static final int DELIVERIES = 24;
    private static final int SUBSCRIPTIONS = 4;
    private static final int STEPS = 200;
    private static final int QUIET_STEPS = 20_000;
    private static final List<Duration> TIERS = List.of(Duration.ofSeconds(1), Duration.ofSeconds(3));
    private static final Topics TOPICS = new Topics(new TopicSettings("m.", NUMBERS, (short) 1, TIERS));
    static final LaneRecords RECORDS = NoOrder.records(TOPICS);
    private static final List<Lookup> CALLBACKS = callbacks();

    final Topics topics = TOPICS;
    final RandomGenerator random;
    final ModelMutant mutant;
    final ModelSeen seen = new ModelSeen();
    final ModelCodec<Delivery> deliveries = new ModelCodec<>();
    final ModelCodec<Attempt> attempts = new ModelCodec<>();
    final ModelChecks checks = new ModelChecks(this);
    final ModelBroker broker = new ModelBroker(checks::committed);
    final ModelSink sink = new ModelSink(this);
    final ModelGroup group;
    Instant now = Samples.NOW;
    private final Map<String, Integer> failures = new HashMap<>();
    private final Set<SubscriptionKey> deleted = new HashSet<>();
    private final List<ModelProcess> processes = new ArrayList<>();
    private final ModelFaults faults;
    private Optional<String> violation = Optional.empty();
    private boolean quiet;
    private int started;

    ModelWorld(long seed, ModelMutant mutant) {
        this.random = new SplittableRandom(seed);
        this.mutant = mutant;
        this.group = new ModelGroup(random, NUMBERS);
        this.faults = new ModelFaults(this);
        for (int i = 0; i < DELIVERIES; i++) {
            String id = Integer.toString(i);
            failures.put(id, List.of(0, 0, 1, 2, ATTEMPTS).get(random.nextInt(5)));
            Delivery delivery = Samples.delivery(id, key(i % SUBSCRIPTIONS));
            broker.log(new TopicPartition(topics.deliveries(), number(id)))
                    .append(Optional.of(deliveries.write(delivery)), now, Optional.empty());
        }
    }

    private static SubscriptionKey key(int number) {
        return Samples.key("sub_" + number);
    }

    private static List<Lookup> callbacks() {
        List<Lookup> callbacks = new ArrayList<>();
        for (int i = 0; i < SUBSCRIPTIONS; i++) {
            Subscription subscription = Samples.subscription(
                    key(i),
                    "https://hooks.example.com/in",
                    new Subscription.Signing(Subscription.Signing.NONE, List.of()),
                    Duration.ofSeconds(5),
                    1 + i / 2);
            callbacks.add(new Lookup.Found(Samples.callback(Samples.with(subscription, TIERS))));
        }
        return List.copyOf(callbacks);
    }

    /** Partition number of a delivery. */
    static int number(String id) {
        return Integer.parseInt(id) % NUMBERS;
    }

    Set<String> ids() {
        return failures.keySet();
    }

    int failures(String id) {
        return failures.getOrDefault(id, 0);
    }

    TopicPartition anywhere() {
        return new TopicPartition(topics.attempts(), 0);
    }

    Lookup find(SubscriptionKey key) {
        int number = Integer.parseInt(key.id().substring("sub_".length()));
        return deleted.contains(key) ? new Lookup.Deleted() : CALLBACKS.get(number);
    }

    void unsubscribe() {
        if (deleted.isEmpty()) {
            deleted.add(key(random.nextInt(SUBSCRIPTIONS)));
            seen.unsubscribed++;
        }
    }

    /** Remembers the first thing that must not be. */
    void demand(boolean held, Supplier<String> otherwise) {
        if (!held && violation.isEmpty()) {
            violation = Optional.of(otherwise.get());
        }
    }

    /** Runs to the end; answers what was violated. */
    Optional<String> run() {
        long passedOver = ModelProcess.passedOver();
        for (int step = 0; step < STEPS && violation.isEmpty(); step++) {
            faults.maybe();
            step();
        }
        quiet = true;
        faults.end();
        for (int step = 0; step < QUIET_STEPS && violation.isEmpty() && !checks.over(); step++) {
            step();
        }
        demand(checks.over(), () -> "I12: not everything has ended");
        checks.over(seen);
        seen.doneBefore += ModelProcess.passedOver() - passedOver;
        return violation;
    }

    boolean quiet() {
        return quiet;
    }

    List<ModelProcess> processes() {
        return processes;
    }

    private void step() {
        for (int i = 0; i < SLOTS; i++) {
            String slot = "w" + i;
            boolean empty = processes.stream().noneMatch(p -> p.slot.equals(slot) && !p.replaced());
            if (empty && (quiet || random.nextInt(20) == 0)) {
                start(slot);
            }
        }
        List<ModelProcess> ready =
                processes.stream().filter(ModelProcess::ready).toList();
        if (ready.isEmpty() || random.nextInt(20) == 0) {
            pass(Duration.ofMillis(50));
        } else {
            ready.get(random.nextInt(ready.size())).turn();
        }
        processes.removeIf(ModelProcess::dead);
    }

    void start(String slot) {
        processes.add(new ModelProcess(slot, ++started, this));
    }

    /** A process is gone, or will be taken for gone; the file of its slot says so to the next, unless the next is there already. */
    void leavesBehind(ModelProcess process, boolean gone) {
        boolean last = processes.stream().noneMatch(other -> other != process && other.slot.equals(process.slot));
        if (gone && last) {
            process.member().ifPresent(group::leftBehind);
        }
    }

    /** Sometimes there is no such file. */
    void takeOver(ModelProcess next) {
        if (random.nextBoolean() && group.hasLeftBehind(next.slot)) {
            mutant.producer(next, this).initTransactions();
            seen.takenOver += group.removeLeftBehind(next.slot) ? 1 : 0;
        }
    }

    /** What the others do while one process stands still, or waits in the middle of something. */
    void others() {
        if (violation.isPresent()) {
            pass(Duration.ofSeconds(1));
        } else {
            step();
        }
    }

    /** Lets time pass, a little more than was asked for. */
    void pass(Duration atLeast) {
        Duration time = atLeast.plusMillis(random.nextInt(150));
        now = now.plus(time);
        for (ModelProcess process : List.copyOf(processes)) {
            if (!process.dead()) {
                process.pass(time);
            }
        }
        broker.expire(now);
        for (ModelGroup.Member late : group.late(now)) {
            seen.expelled++;
            processes.stream()
                    .filter(process -> process.member().filter(late::equals).isPresent())
                    .forEach(process -> sink.excuse(process, group.owned(late)));
            group.leave(late);
        }
    }

    Duration freezing() {
        return Duration.ofMillis(200 + random.nextInt(random.nextBoolean() ? 2000 : 14_000));
    }
}
