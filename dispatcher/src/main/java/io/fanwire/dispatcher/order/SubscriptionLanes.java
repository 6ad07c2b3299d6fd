package io.fanwire.dispatcher.order;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lanes of one subscription, and how many of its keys' lanes are busy or marked. Confined to the worker thread. */
final class SubscriptionLanes {
    private final Map<LaneId, Lane> lanes = new HashMap<>();
    private Optional<Lane> whole = Optional.empty();
    private int busyKeys;
    private int markedKeys;

    Optional<Lane> find(LaneId id) {
        return id.isWhole() ? whole : Optional.ofNullable(lanes.get(id));
    }

    Optional<Lane> whole() {
        return whole;
    }

    Lane make(LaneId id) {
        Lane lane = new Lane(id);
        if (id.isWhole()) {
            whole = Optional.of(lane);
        } else {
            lanes.put(id, lane);
        }
        return lane;
    }

    Collection<Lane> keys() {
        return List.copyOf(lanes.values());
    }

    /** Lanes of keys that have something to do or to wait for: the lane of all of the subscription waits for them. */
    int busyKeys() {
        return busyKeys;
    }

    /** Lanes of keys whose arrivals are held. */
    int markedKeys() {
        return markedKeys;
    }

    boolean isEmpty() {
        return lanes.isEmpty() && whole.isEmpty();
    }

    /** Counts a lane as it is now, and forgets it when there is nothing to remember. */
    void tidy(Lane lane) {
        if (!lane.id().isWhole()) {
            busyKeys += lane.busyChange();
            markedKeys += lane.markedChange();
        }
        if (!lane.busy() && lane.superseded().isEmpty()) {
            if (lane.id().isWhole()) {
                whole = Optional.empty();
            } else {
                lanes.remove(lane.id());
            }
        }
    }
}
