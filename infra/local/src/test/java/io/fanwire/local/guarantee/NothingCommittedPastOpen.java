package io.fanwire.local.guarantee;

import io.fanwire.schemas.Attempt;
import io.fanwire.schemas.Delivery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * No committed offset lies behind a delivery that has no durable effect: an attempt with its outcome, a terminal state, or the same
 * delivery handed on to a retry topic.
 */
public final class NothingCommittedPastOpen implements Guarantee {
    @Override
    public List<String> violations(History history) {
        Set<String> attempted = new HashSet<>();
        Set<String> ended = new HashSet<>();
        for (Attempt attempt : history.attempts()) {
            String delivery = attempt.deliveryId() + "/" + attempt.generation();
            attempted.add(delivery + "#" + attempt.number());
            if (attempt.state().terminal()) {
                ended.add(delivery);
            }
        }
        List<String> violations = new ArrayList<>();
        for (History.Placed placed : history.deliveries()) {
            long committed = history.committed().getOrDefault(placed.partition(), 0L);
            Delivery delivery = placed.delivery();
            String name = delivery.id() + "/" + delivery.progress().generation();
            boolean effect =
                    attempted.contains(name + "#" + (delivery.progress().attempts() + 1))
                            || ended.contains(name)
                            || handedOn(placed, history.deliveries());
            if (placed.offset() < committed && !effect) {
                violations.add(placed.partition() + " is committed to " + committed + ", past the open " + name + " at "
                        + placed.offset());
            }
        }
        return violations;
    }

    /** A deferral: the same attempt count, elsewhere, due later. */
    private static boolean handedOn(History.Placed placed, List<History.Placed> all) {
        Delivery.Progress progress = placed.delivery().progress();
        return all.stream()
                .filter(other -> other.delivery().id().equals(placed.delivery().id()))
                .map(other -> other.delivery().progress())
                .anyMatch(other -> other.generation() == progress.generation()
                        && other.attempts() == progress.attempts()
                        && other.due().isAfter(progress.due()));
    }
}
