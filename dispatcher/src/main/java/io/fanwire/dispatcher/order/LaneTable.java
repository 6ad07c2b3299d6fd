package io.fanwire.dispatcher.order;

import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.LaneMark;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The lanes of one partition, and the steps that the events of {@link OrderedLanes} are made of. Confined to the worker thread. */
final class LaneTable {
    /** So many of a lane may wait in memory however many others do. */
    private static final int SHARE = 8;

    private final OrderedLanes.Limits limits;
    private final Predicate<SubscriptionKey> frozen;
    private final Map<SubscriptionKey, SubscriptionLanes> subscriptions = new HashMap<>();
    private final Map<Spot, Lane> running = new HashMap<>();
    private int waiting;
    private long heldEnd;
    private long lastHandedOn = -1;

    LaneTable(OrderedLanes.Limits limits, Predicate<SubscriptionKey> frozen) {
        this.limits = limits;
        this.frozen = frozen;
    }

    List<Lane> all() {
        List<Lane> all = new ArrayList<>();
        for (SubscriptionLanes group : subscriptions.values()) {
            group.whole().ifPresent(all::add);
            all.addAll(group.keys());
        }
        return all;
    }

    List<Lane> of(SubscriptionKey subscription) {
        List<Lane> all = new ArrayList<>();
        Optional.ofNullable(subscriptions.get(subscription)).ifPresent(group -> {
            group.whole().ifPresent(all::add);
            all.addAll(group.keys());
        });
        return all;
    }

    Optional<Lane> find(LaneId id) {
        return Optional.ofNullable(subscriptions.get(id.subscription())).flatMap(group -> group.find(id));
    }

    Lane make(LaneId id) {
        return group(id.subscription()).make(id);
    }

    Optional<Lane> running(Spot spot) {
        return Optional.ofNullable(running.get(spot));
    }

    /** The lanes that may know a delivery: its key's, and that of all of its subscription. */
    List<Lane> possible(Delivery delivery) {
        List<Lane> possible = new ArrayList<>();
        LaneId.of(delivery).flatMap(this::find).ifPresent(possible::add);
        find(LaneId.whole(delivery.subscription()))
                .filter(lane -> !possible.contains(lane))
                .ifPresent(possible::add);
        return possible;
    }

    /** No held delivery lies at or above this offset, as far as is known. */
    void heldBefore(long end) {
        heldEnd = Math.max(heldEnd, end);
    }

    /** A delivery of this place was handed on before the last crash; one before it, read anew, is of its key's lane as it was then. */
    void handedOn(long place) {
        lastHandedOn = Math.max(lastHandedOn, place);
    }

    /** Into the lane it belongs to: among those who wait in memory, or, where one may not wait there, among the held. */
    void enter(Lane.Waiting arrival, Change change) {
        Delivery delivery = arrival.delivery();
        Lane lane = taker(LaneId.of(delivery).orElseThrow(), arrival.place(), change);
        boolean behindKeys = lane.id().isWhole()
                && delivery.ordering() == Subscription.Ordering.KEY
                && lane.settling().isEmpty();
        boolean full = lane.queue().size() >= (waiting < limits.waitingAll() ? limits.waiting() : SHARE);
        if (lane.marked()) {
            hold(lane, arrival.delivery(), arrival.place(), change);
            change.write(new Change.Done(arrival.spot()));
        } else {
            lane.queue().addLast(arrival);
            waiting++;
            if (full || behindKeys || frozen.test(delivery.subscription())) {
                park(lane, change);
                mark(lane, change);
            }
        }
        pump(lane, change);
    }

    private Lane taker(LaneId id, long place, Change change) {
        SubscriptionLanes group = group(id.subscription());
        if (!id.isWhole()) {
            Optional<Lane> whole = group.whole()
                    .filter(lane -> (lane.marked() && place >= lane.from())
                            || lane.settling().isPresent());
            if (whole.isPresent()) {
                return whole.get();
            }
            boolean known = group.find(id).filter(Lane::marked).isPresent();
            if (!known && place > lastHandedOn && group.markedKeys() >= limits.markedKeys()) {
                for (Lane lane : group.keys()) {
                    park(lane, change);
                    mark(lane, change);
                    group.tidy(lane);
                }
                return group.whole().orElseGet(() -> group.make(LaneId.whole(id.subscription())));
            }
        }
        return group.find(id).orElseGet(() -> group.make(id));
    }

    /** All that is in memory only goes among the held, in order. */
    void park(Lane lane, Change change) {
        lane.active()
                .filter(active -> active.origin() == Lane.Origin.DELIVERIES)
                .ifPresent(active -> {
                    change.hold(lane.id(), active.delivery().orElseThrow(), false);
                    change.write(new Change.Done(active.spot()));
                    lane.active(Optional.of(new Lane.Active(
                            active.spot(), active.place(), Lane.Origin.HELD, active.delivery(), heldEnd)));
                });
        for (Lane.Waiting next : lane.queue()) {
            hold(lane, next.delivery(), next.place(), change);
            change.write(new Change.Done(next.spot()));
        }
        forgetQueue(lane);
    }

    private void forgetQueue(Lane lane) {
        waiting -= lane.queue().size();
        lane.queue().clear();
    }

    void hold(Lane lane, Delivery delivery, long place, Change change) {
        change.hold(lane.id(), delivery, true);
        lane.held().putAbove(place, heldEnd);
    }

    void mark(Lane lane, Change change) {
        change.write(new Change.Marked(lane.id(), lane.mark(heldEnd)));
    }

    /** What the lane had in hand goes back to its place, and is the next to start. */
    void back(Lane lane, Delivery delivery, long place, Change change) {
        lane.head(Optional.empty());
        lane.next(place);
        hold(lane, delivery, place, change);
        park(lane, change);
    }

    /** Makes it the head; answers when it is due, which no record of a former head is to the millisecond. */
    Instant wait(Lane lane, Delivery delivery, long place, Ending.Again again) {
        int attempts = delivery.progress().attempts() + (again.attempted() ? 1 : 0);
        Instant due = Instant.ofEpochMilli(again.due().toEpochMilli());
        LaneMark.Head head = head(delivery, attempts, due, place);
        while (lane.superseded().contains(head)) {
            due = due.plusMillis(1);
            head = head(delivery, attempts, due, place);
        }
        lane.head(Optional.of(head));
        return due;
    }

    private static LaneMark.Head head(Delivery delivery, int attempts, Instant due, long place) {
        return new LaneMark.Head(delivery.id(), delivery.progress().generation(), attempts, due, place);
    }

    void begin(Lane lane, Lane.Active active) {
        lane.active().ifPresent(before -> running.remove(before.spot()));
        lane.active(Optional.of(active));
        running.put(active.spot(), lane);
    }

    /** Takes the active one out of the lane's hands. */
    Lane.Active end(Lane lane) {
        Lane.Active active = lane.active().orElseThrow();
        running.remove(active.spot());
        lane.active(Optional.empty());
        lane.head(Optional.empty());
        lane.next(active.place() + 1);
        return active;
    }

    /** Forgets the active one, which is still the head. */
    void drop(Lane lane) {
        lane.active().ifPresent(active -> running.remove(active.spot()));
        lane.active(Optional.empty());
    }

    /** It goes on when the change is durable. */
    void settle(Lane lane, Change change) {
        lane.settling(Optional.of(change));
        change.settles(lane.id());
    }

    void settled(Lane lane, Change change) {
        lane.settling(Optional.empty());
        if (lane.marked()) {
            mark(lane, change); // one that was written behind the change may speak of an earlier head
        }
        if (lane.id().isWhole() && !lane.marked()) {
            List<Lane.Waiting> again = List.copyOf(lane.queue());
            forgetQueue(lane);
            again.forEach(arrival -> enter(arrival, change));
        }
        pump(lane, change);
    }

    /** A lane is as it was left: a mark that marks nothing goes. */
    void restored(Lane lane, Change change) {
        if (lane.mark(heldEnd).isEmpty()) {
            mark(lane, change);
        }
        group(lane.id().subscription()).tidy(lane);
    }

    /** Starts the next one, if it may start. */
    void pump(Lane lane, Change change) {
        if (lane.active().isEmpty() && lane.head().isEmpty() && lane.settling().isEmpty()) {
            startNext(lane, change);
        }
        SubscriptionLanes group = group(lane.id().subscription());
        group.tidy(lane);
        if (!lane.id().isWhole() && group.busyKeys() == 0) {
            group.whole().filter(Lane::busy).ifPresent(whole -> pump(whole, change));
        }
        if (group.isEmpty()) {
            subscriptions.remove(lane.id().subscription());
        }
    }

    private void startNext(Lane lane, Change change) {
        SubscriptionKey subscription = lane.id().subscription();
        if (frozen.test(subscription) && !(lane.looking() && !lane.held().isEmpty())) {
            if (!lane.queue().isEmpty()) {
                park(lane, change);
                mark(lane, change);
            }
        } else if (lane.id().isWhole() && group(subscription).busyKeys() > 0) {
            return;
        } else if (!lane.held().isEmpty()) {
            long offset = lane.held().firstOffset();
            if (offset >= 0) {
                Spot spot = new Spot(limits.held(), offset);
                long place = lane.held().firstPlace();
                lane.held().removeFirst();
                begin(lane, new Lane.Active(spot, place, Lane.Origin.HELD, Optional.empty(), offset));
                change.start(new Change.Fetch(spot));
            }
        } else if (!lane.queue().isEmpty()) {
            Lane.Waiting first = lane.queue().removeFirst();
            waiting--;
            begin(
                    lane,
                    new Lane.Active(
                            first.spot(),
                            first.place(),
                            Lane.Origin.DELIVERIES,
                            Optional.of(first.delivery()),
                            Long.MAX_VALUE));
            change.start(new Change.Attempt(first.spot(), first.delivery()));
        }
    }

    private SubscriptionLanes group(SubscriptionKey subscription) {
        return subscriptions.computeIfAbsent(subscription, key -> new SubscriptionLanes());
    }
}
