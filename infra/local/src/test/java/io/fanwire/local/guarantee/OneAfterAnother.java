package io.fanwire.local.guarantee;

import io.fanwire.local.receiver.Received;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * No request for an event is made before the last one for the event before it in its lane was made, retries included.
 *
 * <p>Waives nothing, so it holds only for a run in which no process was killed: an attempt whose outcome was not durable is repeated.
 */
public final class OneAfterAnother implements Guarantee {
    private final Map<String, Function<History.Accepted, String>> lanes;

    /** Subscriptions, each with the lane that it has for an event. */
    public OneAfterAnother(Map<String, Function<History.Accepted, String>> lanes) {
        this.lanes = Map.copyOf(lanes);
    }

    /** Subscriptions with a lane for each key. */
    public static OneAfterAnother perKey(Set<String> subscriptions) {
        return new OneAfterAnother(subscriptions.stream()
                .collect(Collectors.toMap(id -> id, id -> event -> event.key().orElse(event.eventId()))));
    }

    @Override
    public List<String> violations(History history) {
        Map<String, History.Accepted> accepted =
                history.accepted().stream().collect(Collectors.toMap(History.Accepted::eventId, Function.identity()));
        List<String> violations = new ArrayList<>();
        lanes.forEach((subscription, lane) -> {
            Map<String, Long> last = new HashMap<>();
            for (Received received : history.received().getOrDefault(subscription, List.of())) {
                History.Accepted event = accepted.get(received.eventId());
                if (event != null) {
                    Long before = last.put(lane.apply(event), event.sequence());
                    if (before != null && before > event.sequence()) {
                        violations.add("lane " + lane.apply(event) + " of " + subscription + ": " + event.sequence()
                                + " came after " + before);
                    }
                }
            }
        });
        return violations;
    }
}
