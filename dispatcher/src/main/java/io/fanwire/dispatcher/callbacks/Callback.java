package io.fanwire.dispatcher.callbacks;

import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.schemas.Subscription;
import java.util.List;

/**
 * A subscription, ready to be sent to: address parsed, secrets opened.
 *
 * @param position offset of the record it was read from
 */
public record Callback(Subscription subscription, long position, HttpUrl url, List<SigningKey> keys) {
    public Callback {
        keys = List.copyOf(keys);
    }

    /** Which one, and never a secret. */
    @Override
    public String toString() {
        return "callback of " + subscription.key() + " at " + position;
    }
}
