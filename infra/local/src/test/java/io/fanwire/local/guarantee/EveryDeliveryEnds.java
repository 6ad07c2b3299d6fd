package io.fanwire.local.guarantee;

import io.fanwire.schemas.Attempt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every accepted event has, for each matching subscription, exactly one terminal state per generation; and nothing else has one. */
public final class EveryDeliveryEnds implements Guarantee {
    @Override
    public List<String> violations(History history) {
        List<String> violations = new ArrayList<>();
        Map<String, Integer> ends = new HashMap<>();
        Set<String> ended = new HashSet<>();
        for (Attempt attempt : history.attempts()) {
            if (attempt.state().terminal()) {
                ends.merge(attempt.deliveryId() + " generation " + attempt.generation(), 1, Integer::sum);
                ended.add(attempt.eventId() + " for " + attempt.subscription().id());
            }
        }
        ends.forEach((delivery, count) -> {
            if (count > 1) {
                violations.add(delivery + " has " + count + " terminal states");
            }
        });
        Set<String> expected = new HashSet<>();
        for (History.Accepted accepted : history.accepted()) {
            accepted.matching().forEach(id -> expected.add(accepted.eventId() + " for " + id));
        }
        expected.stream().filter(pair -> !ended.contains(pair)).forEach(pair -> violations.add(pair + " never ended"));
        ended.stream()
                .filter(pair -> !expected.contains(pair))
                .forEach(pair -> violations.add(pair + " ended but was never expected"));
        return violations;
    }
}
