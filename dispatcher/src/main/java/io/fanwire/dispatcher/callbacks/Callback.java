package io.fanwire.dispatcher.callbacks;

import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.runtime.seal.SecretText;
import io.fanwire.schemas.Subscription;
import java.util.List;

/**
 * A subscription, ready to be sent to: address parsed, secrets opened.
 *
 * @param position offset of the record that its owner wrote last
 */
public record Callback(
        Subscription subscription, long position, HttpUrl url, List<SigningKey> keys, Credentials credentials) {
    public Callback {
        keys = List.copyOf(keys);
    }

    /** One that asks for no credentials. */
    public Callback(Subscription subscription, long position, HttpUrl url, List<SigningKey> keys) {
        this(subscription, position, url, keys, Credentials.NONE);
    }

    /** The same, whose requests bring this token (RFC 6750). */
    public Callback bearing(SecretText token) {
        SecretText value = new SecretText("Bearer " + token.reveal());
        return new Callback(subscription, position, url, keys, credentials.with("authorization", value));
    }

    /** Which one, and never a secret. */
    @Override
    public String toString() {
        return "callback of " + subscription.key() + " at " + position;
    }
}
