package io.fanwire.dispatcher.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.LaneMark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/** What the broker has of one partition: all that an owner finds again. */
final class DurablePartition {
    static final String DELIVERIES = "deliveries";
    static final String HELD = "held";
    static final String TIER = "retry";

    private final Random random;
    private final OrderWorld.Fault fault;
    final Set<Long> doneDeliveries = new HashSet<>();
    final List<Delivery> held = new ArrayList<>();
    final List<Delivery> tier = new ArrayList<>();
    final Set<Long> doneRetries = new HashSet<>();
    final Map<LaneId, LaneMark> marks = new HashMap<>();
    final Map<String, String> over = new HashMap<>();
    final Map<String, Integer> concluded = new HashMap<>();

    DurablePartition(Random random, OrderWorld.Fault fault) {
        this.random = random;
        this.fault = fault;
    }

    /** How a job ended. */
    record End(Delivery delivery, Ending ending) {
        boolean attempted() {
            return !(ending instanceof Ending.Again again && !again.attempted())
                    && !(ending instanceof Ending.Back back && !back.attempted());
        }
    }

    /** No attempt starts whose conclusion is durable, or about to be. */
    void mayStart(Delivery delivery, int concludedSoon) {
        assertThat(over).as("over").doesNotContainKey(delivery.id());
        assertThat(delivery.progress().attempts())
                .as("attempts concluded of %s", delivery.id())
                .isEqualTo(concluded.getOrDefault(delivery.id(), 0) + concludedSoon);
    }

    /** One write of a change; a broken owner leaves part of it for a later transaction. */
    void apply(Change.Write write, Map<Spot, End> ends, List<Long> copies, List<Runnable> later) {
        if (write instanceof Change.Hold hold) {
            copies.add((long) held.size());
            if (fault == OrderWorld.Fault.COPIES_LATER && random.nextInt(4) == 0) {
                held.add(Samples.delivery("other", Samples.key("other")));
                int at = held.size() - 1;
                later.add(() -> held.set(at, hold.delivery()));
            } else {
                held.add(hold.delivery());
            }
        } else if (write instanceof Change.Marked marked) {
            Runnable put = () -> marked.mark()
                    .ifPresentOrElse(mark -> marks.put(marked.lane(), mark), () -> marks.remove(marked.lane()));
            if (fault == OrderWorld.Fault.MARKS_LATER) {
                later.add(put);
            } else {
                put.run();
            }
        } else if (write instanceof Change.Done done) {
            finished(done.spot());
        } else if (write instanceof Change.Skipped skipped) {
            terminal(skipped.delivery(), "dead_lettered");
        } else if (write instanceof Change.Concluded ended) {
            conclude(ended, Objects.requireNonNull(ends.get(ended.spot())));
        }
    }

    private void conclude(Change.Concluded write, End end) {
        Delivery delivery = end.delivery();
        if (write.finishes()) {
            finished(write.spot());
        }
        if (end.attempted()) {
            concluded.merge(delivery.id(), 1, Integer::sum);
        }
        if (end.ending() instanceof Ending.Again again) {
            Instant due = fault == OrderWorld.Fault.OWN_DUE_TIME
                    ? again.due().plusMillis(1)
                    : write.due().orElseThrow();
            Delivery.Progress progress = again.attempted()
                    ? delivery.progress().retryAt(due)
                    : delivery.progress().deferredTo(due);
            tier.add(delivery.with(progress));
        } else if (!(end.ending() instanceof Ending.Back)) {
            terminal(delivery, end.ending() instanceof Ending.Delivered ? "delivered" : "dead_lettered");
        }
    }

    private void terminal(Delivery delivery, String state) {
        assertThat(over.put(delivery.id(), state))
                .as("second end of %s", delivery.id())
                .isNull();
    }

    private void finished(Spot spot) {
        Set<Long> done = spot.topic().equals(DELIVERIES) ? doneDeliveries : doneRetries;
        assertThat(done.add(spot.offset())).as("first end of %s", spot).isTrue();
    }
}
