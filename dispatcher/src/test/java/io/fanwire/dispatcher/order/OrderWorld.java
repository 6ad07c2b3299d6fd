package io.fanwire.dispatcher.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.LaneMark;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * One partition with its tiers, held deliveries and marks; an owner that is killed and starts over; and the two rules that every start
 * of an attempt is held against: what comes before it in its order is over, and it was not concluded before.
 */
final class OrderWorld {
    private static final OrderedLanes.Limits LIMITS =
            new OrderedLanes.Limits(DurablePartition.HELD, 3, 8, 3, Duration.ofSeconds(15), Duration.ofSeconds(60));

    /** How the owner is broken, to show that the rules notice. */
    enum Fault {
        NONE,
        /** It tells the lanes that a change is durable before it is. */
        COMMIT_TOLD_EARLY,
        /** It writes a mark in a later transaction than what the mark speaks of. */
        MARKS_LATER,
        /** It finishes a source record in an earlier transaction than the copy of it. */
        COPIES_LATER,
        /** It starts over without having read the held deliveries. */
        HELD_FORGOTTEN,
        /** It writes a due time into a retry record that is not the head's. */
        OWN_DUE_TIME
    }

    private final Random random;
    private final Fault fault;
    private final List<Delivery> log = new ArrayList<>();
    private final DurablePartition durable;
    private final Set<SubscriptionKey> frozen = new HashSet<>();

    private OrderedLanes lanes;
    private final List<Pending> pending = new ArrayList<>();
    private final Map<Spot, Delivery> inLoop = new LinkedHashMap<>();
    private final List<Spot> fetches = new ArrayList<>();
    private final Set<Long> popped = new HashSet<>();
    private final Map<String, String> overSoon = new HashMap<>();
    private final Map<String, Integer> concludedSoon = new HashMap<>();
    private int read;
    private long clock;

    /** A change that is not durable, with what ended. */
    private record Pending(Change change, Map<Spot, DurablePartition.End> ends) {}

    OrderWorld(Random random, Fault fault, int deliveries) {
        this.random = random;
        this.fault = fault;
        this.durable = new DurablePartition(random, fault);
        log.addAll(RandomHistory.deliveries(random, deliveries));
        lanes = start();
    }

    /** One random thing happens. */
    void step() {
        clock++;
        int dice = random.nextInt(100);
        if (dice < 25) {
            poll();
        } else if (dice < 50) {
            end(RandomHistory.ending(random));
        } else if (dice < 62) {
            fetch();
        } else if (dice < 74) {
            pop();
        } else if (dice < 86) {
            commit();
        } else if (dice < 90) {
            carryOut(lanes.swept(now()), Map.of());
        } else if (dice < 94) {
            command();
        } else if (dice < 97) {
            freeze(Samples.key(random.nextBoolean() ? "strict" : "keyed"));
        } else {
            kill();
        }
    }

    /** Everything is delivered from now on, until nothing is left; then all must be over, and nothing left behind. */
    void finish() {
        List.copyOf(frozen).forEach(this::freeze);
        for (int round = 0; round < 40 * log.size() + 100; round++) {
            clock++;
            poll();
            fetch();
            end(new Ending.Delivered());
            pop();
            if (round % 3 == 0) {
                commit();
            }
        }
        commit();
        assertThat(durable.over.keySet()).as("deliveries that are over").hasSize(log.size());
        assertThat(durable.doneDeliveries).as("finished records").hasSize(log.size());
        assertThat(durable.doneRetries).as("finished retries").hasSize(durable.tier.size());
        assertThat(durable.marks).as("marks").isEmpty();
        assertThat(lanes.held()).as("held").isZero();
    }

    private Instant now() {
        return Instant.ofEpochSecond(clock);
    }

    private void poll() {
        while (read < log.size() && durable.doneDeliveries.contains((long) read)) {
            read++;
        }
        if (read < log.size()) {
            Spot spot = new Spot(DurablePartition.DELIVERIES, read);
            Delivery delivery = log.get(read++);
            carryOut(lanes.arrived(spot, delivery, now()), Map.of());
        }
    }

    private void pop() {
        List<Long> there = new ArrayList<>();
        for (long offset = 0; offset < durable.tier.size(); offset++) {
            if (!durable.doneRetries.contains(offset) && !popped.contains(offset)) {
                there.add(offset);
            }
        }
        if (!there.isEmpty()) {
            long offset = there.get(random.nextInt(there.size()));
            popped.add(offset);
            Optional<Change> change =
                    lanes.popped(new Spot(DurablePartition.TIER, offset), durable.tier.get((int) offset));
            assertThat(change).as("the lane that knows a retry").isPresent();
            carryOut(change.get(), Map.of());
        }
    }

    private void fetch() {
        if (!fetches.isEmpty()) {
            Spot spot = fetches.remove(random.nextInt(fetches.size()));
            assertThat(spot.offset()).as("a held record that is asked for").isLessThan(durable.held.size());
            carryOut(lanes.fetched(spot, Optional.of(durable.held.get((int) spot.offset()))), Map.of());
        }
    }

    private void end(Ending ending) {
        if (!inLoop.isEmpty()) {
            Spot spot = List.copyOf(inLoop.keySet()).get(random.nextInt(inLoop.size()));
            Delivery delivery = Objects.requireNonNull(inLoop.remove(spot));
            Change change = lanes.ended(spot, delivery, ending).orElseThrow();
            if (new DurablePartition.End(delivery, ending).attempted()) {
                concludedSoon.merge(delivery.id(), 1, Integer::sum);
            }
            if (ending instanceof Ending.Delivered || ending instanceof Ending.Over) {
                overSoon.put(delivery.id(), ending instanceof Ending.Delivered ? "delivered" : "dead_lettered");
            }
            carryOut(change, Map.of(spot, new DurablePartition.End(delivery, ending)));
        }
    }

    private void command() {
        List<LaneMark.Head> heads = new ArrayList<>();
        for (long offset = 0; offset < durable.tier.size(); offset++) {
            Delivery delivery = durable.tier.get((int) offset);
            LaneId own = LaneId.of(delivery).orElseThrow();
            for (LaneId id : List.of(own, LaneId.whole(delivery.subscription()))) {
                Optional<LaneMark.Head> head = lanes.waitingHead(id);
                if (!durable.doneRetries.contains(offset)
                        && head.isPresent()
                        && head.get()
                                .equals(LaneMark.Head.of(
                                        delivery, delivery.progress().sequence().orElseThrow()))
                        && !heads.contains(head.get())) {
                    heads.add(head.get());
                    boolean skip = random.nextBoolean();
                    Optional<Change> change =
                            skip ? lanes.skipped(id, head.get(), delivery) : lanes.hastened(id, head.get(), delivery);
                    if (skip && change.isPresent()) {
                        overSoon.put(delivery.id(), "dead_lettered");
                    }
                    change.ifPresent(done -> carryOut(done, Map.of()));
                    return;
                }
            }
        }
    }

    private void freeze(SubscriptionKey subscription) {
        if (!frozen.remove(subscription)) {
            frozen.add(subscription);
        }
        carryOut(lanes.changed(subscription), Map.of());
    }

    private void kill() {
        pending.clear();
        inLoop.clear();
        fetches.clear();
        popped.clear();
        overSoon.clear();
        concludedSoon.clear();
        read = 0;
        lanes = start();
        carryOut(lanes.restored(durable.held.size()), Map.of());
    }

    private OrderedLanes start() {
        OrderedLanes fresh = new OrderedLanes(LIMITS, frozen::contains, delivery -> false);
        durable.marks.forEach((id, mark) -> fresh.restore(id.subscription(), mark));
        long from = durable.marks.values().stream()
                .mapToLong(LaneMark::heldFrom)
                .min()
                .orElse(durable.held.size());
        for (long offset = from; offset < durable.held.size() && fault != Fault.HELD_FORGOTTEN; offset++) {
            fresh.restore(durable.held.get((int) offset), offset);
        }
        return fresh;
    }

    private void carryOut(Change change, Map<Spot, DurablePartition.End> ends) {
        if (!change.writes().isEmpty()) {
            pending.add(new Pending(change, ends));
        }
        for (Change.Start start : change.starts()) {
            if (start instanceof Change.Attempt attempt) {
                attempt(attempt);
            } else if (start instanceof Change.Fetch fetch) {
                fetches.add(fetch.spot());
            }
        }
        if (fault == Fault.COMMIT_TOLD_EARLY && change.awaited()) {
            List<Long> offsets = new ArrayList<>();
            change.writes().stream()
                    .filter(Change.Hold.class::isInstance)
                    .forEach(hold -> offsets.add((long) durable.held.size()));
            if (offsets.isEmpty()) {
                carryOut(lanes.committed(change, offsets), Map.of());
            }
        }
    }

    private void attempt(Change.Attempt start) {
        Delivery delivery = start.delivery();
        assertThat(frozen).as("subscriptions that stand still").doesNotContain(delivery.subscription());
        assertThat(overSoon).as("about to be over").doesNotContainKey(delivery.id());
        long place = delivery.progress().sequence().orElseThrow();
        assertThat(log.get((int) place).id()).as("the one at its place").isEqualTo(delivery.id());
        for (Delivery earlier : log.subList(0, (int) place)) {
            if (LaneId.of(earlier).equals(LaneId.of(delivery))) {
                boolean over = durable.over.containsKey(earlier.id()) || "delivered".equals(overSoon.get(earlier.id()));
                assertThat(over)
                        .as("%s is over, or delivered, before %s starts", earlier.id(), delivery.id())
                        .isTrue();
            }
        }
        durable.mayStart(delivery, concludedSoon.getOrDefault(delivery.id(), 0));
        inLoop.put(start.spot(), delivery);
    }

    private void commit() {
        List<Pending> now = List.copyOf(pending);
        pending.clear();
        Map<Change, List<Long>> offsets = new LinkedHashMap<>();
        List<Runnable> later = new ArrayList<>();
        for (Pending one : now) {
            List<Long> copies = new ArrayList<>();
            one.change().writes().forEach(write -> durable.apply(write, one.ends(), copies, later));
            offsets.put(one.change(), copies);
            one.ends().values().stream()
                    .filter(DurablePartition.End::attempted)
                    .forEach(end -> concludedSoon.merge(end.delivery().id(), -1, Integer::sum));
        }
        if (!later.isEmpty() && random.nextInt(4) == 0) {
            kill();
            return;
        }
        later.forEach(Runnable::run);
        offsets.forEach((change, copies) -> {
            if (change.awaited() && (fault != Fault.COMMIT_TOLD_EARLY || !copies.isEmpty())) {
                carryOut(lanes.committed(change, copies), Map.of());
            }
        });
    }
}
