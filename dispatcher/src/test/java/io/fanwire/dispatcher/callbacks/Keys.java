package io.fanwire.dispatcher.callbacks;

import java.time.Instant;
import java.util.Optional;

/** Signing keys for tests of other packages. */
public final class Keys {
    private Keys() {}

    public static SigningKey of(byte[] secret) {
        return new SigningKey(secret, Optional.empty());
    }

    public static SigningKey until(byte[] secret, Instant validUntil) {
        return new SigningKey(secret, Optional.of(validUntil));
    }
}
