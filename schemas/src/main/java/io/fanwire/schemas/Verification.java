package io.fanwire.schemas;

import java.util.Locale;
import java.util.Optional;

/** How a callback is asked whether it wants a subscription's events, before the subscription is saved. */
public enum Verification {
    /** It is not. */
    NONE,
    /** It must answer a signed request with 2xx. */
    PING,
    /** It must answer a signed request with the random text that is in it. */
    CHALLENGE,
    /** It must allow our origin: the abuse protection of CloudEvents' HTTP 1.1 Web Hooks for Event Delivery, section 4. */
    CLOUDEVENTS;

    /** The name used in the API and in records. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Verification> parse(String text) {
        for (Verification verification : values()) {
            if (verification.text().equals(text)) {
                return Optional.of(verification);
            }
        }
        return Optional.empty();
    }
}
