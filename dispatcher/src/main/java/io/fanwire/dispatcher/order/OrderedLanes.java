package io.fanwire.dispatcher.order;

import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.LaneMark;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which ordered delivery may be attempted now, for one partition of the deliveries.
 *
 * <p>A place in the order is the offset at which a delivery first lay there. All that must survive a crash is in the changes that are
 * answered, each of which becomes durable as a whole and in turn; so a crash goes back to an earlier state of this object, and {@link
 * #restore} makes that state from the marks and the held deliveries. With more keys of one subscription marked than the limit, a lane
 * for all of the subscription takes what comes from then on, and starts when the lanes of keys are done. Confined to the worker thread.
 */
public final class OrderedLanes {
    /** More former heads than this on the tiers, and a head cannot be moved out of turn. */
    private static final int MAX_SUPERSEDED = 64;

    private final LaneTable table;
    private final Limits limits;
    private final Predicate<SubscriptionKey> frozen;
    private final Predicate<Delivery> overdue;

    /**
     * The bounds of memory.
     *
     * @param held the topic of held deliveries
     * @param waiting most deliveries of one lane that wait in memory
     * @param waitingAll most of all lanes; with more, only a few of each
     * @param markedKeys most marked lanes of keys of one subscription; with more, all of it waits
     * @param patience longest wait in memory
     * @param look how often the first one of a lane that stands still is looked at, whether it is overdue
     */
    public record Limits(String held, int waiting, int waitingAll, int markedKeys, Duration patience, Duration look) {}

    /**
     * Lanes without any delivery.
     *
     * @param frozen subscriptions of which nothing may start
     * @param overdue what must start nevertheless, since it cannot be kept for much longer
     */
    public OrderedLanes(Limits limits, Predicate<SubscriptionKey> frozen, Predicate<Delivery> overdue) {
        this.limits = limits;
        this.frozen = frozen;
        this.overdue = overdue;
        this.table = new LaneTable(limits, frozen);
    }

    /** A mark that was found; all of them before any held delivery. */
    public void restore(SubscriptionKey subscription, LaneMark mark) {
        table.make(new LaneId(subscription, mark.key())).restore(mark);
        mark.head().ifPresent(head -> table.handedOn(head.sequence()));
    }

    /** A held delivery that was found, in the order of the topic. */
    public void restore(Delivery delivery, long offset) {
        long place = delivery.progress().sequence().orElse(-1);
        table.heldBefore(offset + 1);
        table.handedOn(place);
        Optional<Lane> whole = table.find(LaneId.whole(delivery.subscription()))
                .filter(lane -> place >= lane.from() || delivery.ordering() == Subscription.Ordering.STRICT);
        whole.or(() -> LaneId.of(delivery).flatMap(table::find))
                .filter(lane -> lane.owns(place, offset))
                .ifPresent(lane -> lane.held().put(place, offset));
    }

    /**
     * All marks and held deliveries are restored.
     *
     * @param end of the held deliveries' partition
     */
    public Change restored(long end) {
        table.heldBefore(end);
        Change change = new Change();
        table.all().forEach(lane -> table.restored(lane, change));
        table.all().forEach(lane -> table.pump(lane, change));
        return change;
    }

    /** A delivery from the deliveries topic. */
    public Change arrived(Spot spot, Delivery delivery, Instant now) {
        Change change = new Change();
        Delivery placed = delivery.with(delivery.progress().sequenced(spot.offset()));
        table.enter(new Lane.Waiting(spot, placed, now), change);
        return change;
    }

    /**
     * A delivery from a tier that is due. Empty when no lane knows it: then it is attempted like one that waits for no other, since to
     * lose it would be worse.
     */
    public Optional<Change> popped(Spot spot, Delivery delivery) {
        Change change = new Change();
        LaneMark.Head found =
                LaneMark.Head.of(delivery, delivery.progress().sequence().orElse(-1));
        for (Lane lane : table.possible(delivery)) {
            if (lane.superseded().remove(found)) {
                change.write(new Change.Done(spot));
                table.mark(lane, change);
                table.pump(lane, change);
                return Optional.of(change);
            }
            if (lane.active().isEmpty() && lane.head().filter(found::equals).isPresent()) {
                if (frozen.test(delivery.subscription())) {
                    change.write(new Change.Done(spot));
                    table.back(lane, delivery, found.sequence(), change);
                    table.mark(lane, change);
                } else {
                    table.begin(
                            lane,
                            new Lane.Active(
                                    spot, found.sequence(), Lane.Origin.TIER, Optional.of(delivery), Long.MAX_VALUE));
                    change.start(new Change.Attempt(spot, delivery));
                }
                return Optional.of(change);
            }
        }
        return Optional.empty();
    }

    /** The body of a held delivery, as asked for. Empty: it is not there any more, and those behind it go on. */
    public Change fetched(Spot spot, Optional<Delivery> body) {
        Change change = new Change();
        table.running(spot).ifPresent(lane -> {
            Lane.Active active = lane.active().orElseThrow();
            if (body.isEmpty()) {
                table.end(lane);
                table.mark(lane, change);
                table.pump(lane, change);
            } else if (frozen.test(lane.id().subscription()) && !overdue.test(body.get())) {
                lane.looking(false);
                table.end(lane);
                lane.next(active.place());
                lane.held().put(active.place(), spot.offset());
                table.pump(lane, change);
            } else {
                table.begin(lane, new Lane.Active(spot, active.place(), Lane.Origin.HELD, body, active.bound()));
                change.start(new Change.Attempt(spot, body.get()));
            }
        });
        return change;
    }

    /** A job has ended. Empty when it was not one of these lanes. */
    public Optional<Change> ended(Spot spot, Delivery delivery, Ending ending) {
        return table.running(spot).map(lane -> ended(lane, delivery, ending));
    }

    private Change ended(Lane lane, Delivery delivery, Ending ending) {
        Change change = new Change();
        boolean wasMarked = lane.marked();
        Lane.Active active = table.end(lane);
        Optional<Instant> due = Optional.empty();
        if (ending instanceof Ending.Again again) {
            due = Optional.of(table.wait(lane, delivery, active.place(), again));
            table.park(lane, change);
        } else if (ending instanceof Ending.Back back) {
            Delivery next = back.attempted() ? delivery.with(delivery.progress().retryAt(Instant.EPOCH)) : delivery;
            table.back(lane, next, active.place(), change);
        } else if (ending instanceof Ending.Over) {
            table.settle(lane, change);
        }
        change.write(new Change.Concluded(active.spot(), active.origin() != Lane.Origin.HELD, due));
        if (wasMarked || lane.head().isPresent() || !lane.held().isEmpty()) {
            table.mark(lane, change);
        }
        table.pump(lane, change);
        return change;
    }

    /**
     * A change is durable.
     *
     * @param offsets of its held copies, in order
     */
    public Change committed(Change durable, List<Long> offsets) {
        Change change = new Change();
        int held = 0;
        for (Change.Write write : durable.writes()) {
            if (write instanceof Change.Hold hold) {
                long offset = offsets.get(held++);
                long place = hold.delivery().progress().sequence().orElseThrow();
                table.heldBefore(offset + 1);
                table.find(hold.lane()).filter(lane -> hold.waits()).ifPresent(lane -> lane.held()
                        .located(place, offset));
            }
        }
        for (Change.Write write : durable.writes()) {
            if (write instanceof Change.Hold hold) {
                table.find(hold.lane()).ifPresent(lane -> table.pump(lane, change));
            }
        }
        for (LaneId id : durable.settling()) {
            table.find(id)
                    .filter(lane -> lane.settling().filter(durable::equals).isPresent())
                    .ifPresent(lane -> table.settled(lane, change));
        }
        return change;
    }

    /** The subscription began to stand still, or may go on. */
    public Change changed(SubscriptionKey subscription) {
        Change change = new Change();
        table.of(subscription).forEach(lane -> table.pump(lane, change));
        return change;
    }

    /** Nothing waits in memory for longer than it may: the low-water mark of the deliveries waits with it. */
    public Change swept(Instant now) {
        Change change = new Change();
        for (Lane lane : table.all()) {
            Lane.Waiting first = lane.queue().peekFirst();
            if (first != null && first.since().plus(limits.patience()).isBefore(now)) {
                table.park(lane, change);
                table.mark(lane, change);
                table.pump(lane, change);
            }
            if (frozen.test(lane.id().subscription()) && lane.looksAgain(now, limits.look())) {
                table.pump(lane, change);
            }
        }
        return change;
    }

    /** Whether a lane has something to do or to wait for. */
    public boolean knows(LaneId id) {
        return table.find(id).filter(Lane::busy).isPresent();
    }

    /** The delivery that a lane waits for, while it is on the tiers. */
    public Optional<LaneMark.Head> waitingHead(LaneId id) {
        return table.find(id).filter(lane -> lane.active().isEmpty()).flatMap(Lane::head);
    }

    /** The head is given up by order. Empty when it is the head no more. */
    public Optional<Change> skipped(LaneId id, LaneMark.Head head, Delivery delivery) {
        return movable(id, head).map(lane -> {
            Change change = new Change();
            lane.superseded().add(head);
            lane.head(Optional.empty());
            lane.next(head.sequence() + 1);
            change.write(new Change.Skipped(delivery));
            table.settle(lane, change);
            table.mark(lane, change);
            return change;
        });
    }

    /** No record of the head can be written: it is over. Empty when it is the head no more. */
    public Optional<Change> unwritable(LaneId id, LaneMark.Head head) {
        return movable(id, head).map(lane -> {
            Change change = new Change();
            lane.head(Optional.empty());
            lane.next(head.sequence() + 1);
            table.settle(lane, change);
            table.mark(lane, change);
            return change;
        });
    }

    /** The head starts now, by order. Empty when it is the head no more. */
    public Optional<Change> hastened(LaneId id, LaneMark.Head head, Delivery delivery) {
        return movable(id, head).map(lane -> {
            Change change = new Change();
            lane.superseded().add(head);
            table.back(lane, delivery.with(delivery.progress().deferredTo(Instant.EPOCH)), head.sequence(), change);
            table.mark(lane, change);
            return change;
        });
    }

    private Optional<Lane> movable(LaneId id, LaneMark.Head head) {
        return table.find(id)
                .filter(lane -> lane.active().isEmpty() && lane.settling().isEmpty())
                .filter(lane -> lane.head().filter(head::equals).isPresent())
                .filter(lane -> lane.superseded().size() < MAX_SUPERSEDED);
    }

    /** A tier was taken away: its head comes again where the tier is read next. */
    public void lost(String tier) {
        table.all().forEach(lane -> lane.active()
                .filter(active -> active.origin() == Lane.Origin.TIER
                        && active.spot().topic().equals(tier))
                .ifPresent(active -> table.drop(lane)));
    }

    /** Deliveries among the held, all lanes together. */
    public long held() {
        return table.all().stream().mapToLong(lane -> lane.held().size()).sum();
    }
}
