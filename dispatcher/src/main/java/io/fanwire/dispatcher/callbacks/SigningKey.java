package io.fanwire.dispatcher.callbacks;

import io.fanwire.runtime.seal.Secret;
import java.time.Instant;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** An opened signing secret. Its text tells nothing. */
public final class SigningKey implements Secret {
    private final SecretKey key;
    private final Optional<Instant> validUntil;

    SigningKey(byte[] secret, Optional<Instant> validUntil) {
        this.key = new SecretKeySpec(secret, "HmacSHA256");
        this.validUntil = validUntil;
    }

    public SecretKey key() {
        return key;
    }

    public boolean validAt(Instant now) {
        return validUntil.isEmpty() || now.isBefore(validUntil.get());
    }

    @Override
    public String toString() {
        return "signing key";
    }
}
