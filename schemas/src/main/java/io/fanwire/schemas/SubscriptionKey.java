package io.fanwire.schemas;

import java.util.Optional;

/** Which subscription: ids are the caller's own, so only tenant and id together name one. The record key is {@code tenant/id}. */
public record SubscriptionKey(String tenant, String id) {
    /** Splits at the last slash: a tenant may hold one, an id may not. */
    public static Optional<SubscriptionKey> parse(String recordKey) {
        int slash = recordKey.lastIndexOf('/');
        if (slash <= 0 || slash == recordKey.length() - 1) {
            return Optional.empty();
        }
        return Optional.of(new SubscriptionKey(recordKey.substring(0, slash), recordKey.substring(slash + 1)));
    }

    /** It is looked up several times for each delivery, mostly by the very object that is found. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof SubscriptionKey key && id.equals(key.id) && tenant.equals(key.tenant));
    }

    @Override
    public int hashCode() {
        return 31 * tenant.hashCode() + id.hashCode();
    }

    /** The record key. */
    @Override
    public String toString() {
        return tenant + "/" + id;
    }
}
