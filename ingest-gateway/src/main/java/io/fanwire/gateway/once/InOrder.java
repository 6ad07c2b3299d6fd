package io.fanwire.gateway.once;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Hands on the events of one request in their order: all of them together when of each it is known whether it is this request's to
 * publish, or after a moment those that follow no undecided event with their key. What another request is publishing is not waited for, but
 * by what that one had to publish too and did not; and that for a moment only, as two requests could wait for each other.
 *
 * <pre>
 *       ┌── behind another ─▶ behind ── won ──┐
 *   undecided ── won ──▶ ready ◀──────────────┘
 *                        ready ── those before it with its key are settled, ──▶ handed ── known, refused ──▶ settled
 *       ▲                  │       or handed under the same name                 │
 *       └───── voided ─────┴──────────────────────── voided ─────────────────────┘
 * </pre>
 *
 * Why that suffices: what was handed under one name is written in that order, and when one of it cannot be, the name is given up with
 * all that follows under it. Owned by the thread that reads the logs.
 */
final class InOrder {
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Consumer<Work> on;
    private final List<Item> items = new ArrayList<>();
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Map<State, Integer> counts = new EnumMap<>(State.class);
    private final long until;
    private Optional<Long> stuck = Optional.empty();
    private boolean flowing;
    private boolean lenient;

    /** Where to put what is to be done, now that it is known after what it is written. */
    interface Ready {
        /** {@code follows}: the name under which the last one before it in its lane waits to be written, if any does. */
        Work after(Optional<UUID> follows);
    }

    private enum State {
        UNDECIDED,
        BEHIND,
        READY,
        HANDED,
        SETTLED
    }

    private static final class Item {
        private final Lane lane;
        private State state = State.UNDECIDED;
        private Optional<UUID> owner = Optional.empty();
        private boolean late;
        private Optional<Ready> ready = Optional.empty();

        Item(Lane lane) {
            this.lane = lane;
        }
    }

    /** Events with one key, and how far a look at them in their order has come. */
    private static final class Lane {
        private final List<Item> items = new ArrayList<>();
        private Optional<UUID> under = Optional.empty();
        private boolean behind;
        private boolean blocked;

        void fromItsStart() {
            under = Optional.empty();
            behind = false;
            blocked = false;
        }

        /** Whether the next one may be handed on under this name, or under any. */
        boolean lets(Optional<UUID> owner) {
            blocked = owner.isPresent() && under.isPresent() && !under.equals(owner);
            if (!blocked) {
                under = owner.or(() -> under);
            }
            return !blocked;
        }
    }

    /**
     * One of which nothing is decided yet.
     *
     * @param keys of the events, of which those with one key keep their order
     * @param on where they go
     */
    InOrder(List<Optional<String>> keys, long nanos, Consumer<Work> on) {
        this.on = on;
        this.until = nanos + PATIENCE.toNanos();
        for (Optional<String> key : keys) {
            Lane lane = key.map(name -> lanes.computeIfAbsent(name, any -> new Lane()))
                    .orElseGet(Lane::new);
            Item item = new Item(lane);
            items.add(item);
            lane.items.add(item);
        }
        counts.put(State.UNDECIDED, items.size());
    }

    /**
     * One of them is to be written; may be said again.
     *
     * @param owner the only name under which it may be; empty when any will do
     */
    void won(int index, Optional<UUID> owner, Ready ready) {
        Item item = items.get(index);
        item.late = item.state == State.BEHIND;
        item.owner = owner;
        item.ready = Optional.of(ready);
        become(item, State.READY);
        decided(item);
    }

    /** Another request is publishing one of them; it may be this one's after all. */
    void behind(int index) {
        Item item = items.get(index);
        if (item.state == State.UNDECIDED) {
            become(item, State.BEHIND);
            decided(item);
        }
    }

    /** Nothing is to be done for one of them any more. */
    void settled(int index) {
        Item item = items.get(index);
        if (item.state != State.SETTLED) {
            become(item, State.SETTLED);
            item.ready = Optional.empty();
            decided(item);
        }
    }

    /** What was to be done for one of them was not done, and it is open again whose it is to publish. */
    void voided(int index) {
        Item item = items.get(index);
        if (item.state != State.SETTLED) {
            become(item, State.UNDECIDED);
            item.ready = Optional.empty();
        }
    }

    /** Answers whether nothing more is to be handed on. */
    boolean hurry(long nanos) {
        if (nanos - until >= 0) {
            flow();
        }
        if (flowing && count(State.READY) > 0) {
            stuck = stuck.or(() -> Optional.of(nanos));
            if (nanos - stuck.get() >= PATIENCE.toNanos() && !lenient) {
                lenient = true;
                lookAgain();
            }
        } else {
            stuck = Optional.empty();
        }
        return flowing && count(State.UNDECIDED) + count(State.BEHIND) + count(State.READY) == 0;
    }

    private void lookAgain() {
        items.forEach(item -> item.lane.fromItsStart());
        items.forEach(this::look);
    }

    private void decided(Item item) {
        if (!flowing && count(State.UNDECIDED) == 0) {
            flow();
        } else if (flowing && count(State.READY) > 0) {
            item.lane.fromItsStart();
            item.lane.items.forEach(this::look);
        }
    }

    private void flow() {
        if (!flowing) {
            flowing = true;
            items.forEach(this::look);
        }
    }

    private void look(Item item) {
        Lane lane = item.lane;
        if (lane.blocked) {
            return;
        }
        switch (item.state) {
            case UNDECIDED -> lane.blocked = true;
            case BEHIND -> lane.behind = true;
            case READY -> {
                Optional<UUID> follows = lane.under;
                if (item.late && lane.behind && !lenient) {
                    lane.blocked = true; // the same may yet become of that one
                } else if (lane.lets(item.owner)) {
                    hand(item, follows);
                }
            }
            case HANDED -> lane.lets(item.owner);
            case SETTLED -> {
                // no other waits for it
            }
        }
    }

    private void hand(Item item, Optional<UUID> follows) {
        Work work = item.ready.orElseThrow().after(follows);
        item.ready = Optional.empty();
        become(item, item.owner.isPresent() ? State.HANDED : State.SETTLED);
        on.accept(work);
    }

    private void become(Item item, State state) {
        counts.merge(item.state, -1, Integer::sum);
        counts.merge(state, 1, Integer::sum);
        item.state = state;
    }

    private int count(State state) {
        return counts.getOrDefault(state, 0);
    }
}
