package io.fanwire.local.guarantee;

import io.fanwire.local.receiver.Received;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The events of one key reach these subscriptions, on their first request, in the order in which they were accepted. */
public final class OrderPerKey implements Guarantee {
    private final Set<String> subscriptions;

    /** The subscriptions it is asked for: those with one attempt in flight and no failures. */
    public OrderPerKey(Set<String> subscriptions) {
        this.subscriptions = Set.copyOf(subscriptions);
    }

    @Override
    public List<String> violations(History history) {
        Map<String, History.Accepted> accepted =
                history.accepted().stream().collect(Collectors.toMap(History.Accepted::eventId, Function.identity()));
        List<String> violations = new ArrayList<>();
        for (String subscription : subscriptions) {
            Map<String, Long> last = new HashMap<>();
            Set<String> seen = new HashSet<>();
            for (Received received : history.received().getOrDefault(subscription, List.of())) {
                History.Accepted event = accepted.get(received.eventId());
                if (event != null && event.key().isPresent() && seen.add(event.eventId())) {
                    Long before = last.put(event.key().get(), event.sequence());
                    if (before != null && before > event.sequence()) {
                        violations.add("key " + event.key().get() + " of " + subscription + ": " + event.sequence()
                                + " came after " + before);
                    }
                }
            }
        }
        return violations;
    }
}
