package io.fanwire.gateway.http;

import java.util.Arrays;
import java.util.Optional;

/** What a credential may be good for. None of them holds another: whoever may administer may not publish by that alone. */
public enum Scope {
    EVENTS_WRITE("events:write"),
    EVENTS_READ("events:read"),
    SUBSCRIPTIONS("subscriptions:*"),
    DELIVERIES_READ("deliveries:read"),
    DLQ("dlq:*"),
    ADMIN("admin");

    private final String word;

    Scope(String word) {
        this.word = word;
    }

    /** As callers write it. */
    public String word() {
        return word;
    }

    public static Optional<Scope> of(String word) {
        return Arrays.stream(values()).filter(scope -> scope.word.equals(word)).findFirst();
    }
}
