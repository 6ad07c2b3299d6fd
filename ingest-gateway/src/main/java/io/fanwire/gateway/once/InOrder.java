package io.fanwire.gateway.once;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Hands on the events of one request in their order: when of each it is known whether it is this request's to publish, or after a moment.
 * What another request is publishing is not waited for. Owned by the thread that reads the logs.
 */
final class InOrder {
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Consumer<Work> on;
    private final List<Optional<Work>> ready = new ArrayList<>();
    private final boolean[] decided;
    private final long until;
    private int undecided;
    private boolean flowing;

    /** {@code on}: where they go. */
    InOrder(int size, long nanos, Consumer<Work> on) {
        this.on = on;
        this.decided = new boolean[size];
        this.undecided = size;
        this.until = nanos + PATIENCE.toNanos();
        for (int i = 0; i < size; i++) {
            ready.add(Optional.empty());
        }
    }

    /** What is to be done for one of them; may be said again. */
    void won(int index, Work work) {
        if (flowing) {
            on.accept(work);
            return;
        }
        ready.set(index, Optional.of(work));
        settled(index);
    }

    /** Nothing is to be done for one of them, at least not now. */
    void settled(int index) {
        if (!decided[index]) {
            decided[index] = true;
            undecided--;
        }
        if (undecided == 0) {
            flow();
        }
    }

    /** Answers whether it waits for nothing any more. */
    boolean hurry(long nanos) {
        if (nanos - until >= 0) {
            flow();
        }
        return flowing;
    }

    private void flow() {
        if (!flowing) {
            flowing = true;
            ready.forEach(work -> work.ifPresent(on));
            ready.clear();
        }
    }
}
