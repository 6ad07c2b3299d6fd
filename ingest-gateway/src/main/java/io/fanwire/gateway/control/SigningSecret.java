package io.fanwire.gateway.control;

import io.fanwire.runtime.seal.SealException;
import io.fanwire.runtime.seal.Secret;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Subscription.SealedSecret;
import io.fanwire.schemas.SubscriptionKey;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A signing secret on its way from the caller to its sealing, or back once. Its text form is asked for by name only. */
public final class SigningSecret implements Secret {
    private static final String PREFIX = "whsec_";
    private static final int LEAST = 24;
    private static final int MOST = 64;
    private static final int MADE = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;

    private SigningSecret(byte[] key) {
        this.key = key;
    }

    static SigningSecret random() {
        byte[] key = new byte[MADE];
        RANDOM.nextBytes(key);
        return new SigningSecret(key);
    }

    /** Reads {@code whsec_} and Base64; reports into {@code fields} what is wrong with it. */
    static Optional<SigningSecret> read(String text, FieldReader fields) {
        Optional<byte[]> key = decode(text);
        if (key.isEmpty() || key.get().length > MOST) {
            fields.error("secret", "invalid_secret", "A secret is whsec_ and the Base64 of 24 to 64 bytes.");
            return Optional.empty();
        }
        if (key.get().length < LEAST) {
            fields.error("secret", "weak_secret", "A secret has at least " + LEAST + " bytes.");
            return Optional.empty();
        }
        return key.map(SigningSecret::new);
    }

    /** What is stored: it opens for this subscription only. */
    SealedSecret seal(SecretSealer sealer, SubscriptionKey subscription) {
        return new SealedSecret(Payload.of(sealer.seal(key, subscription.toString())), Optional.empty());
    }

    /** Whether it is the one that signs already; the one before it, on its way out, does not count. */
    boolean signs(SecretSealer sealer, SubscriptionKey subscription, List<SealedSecret> sealed) {
        if (sealed.isEmpty()) {
            return false;
        }
        try {
            byte[] current = sealer.open(sealed.get(0).sealed().bytes(), subscription.toString());
            return MessageDigest.isEqual(current, key);
        } catch (SealException anotherKeySet) {
            return false;
        }
    }

    /** What the caller keeps. */
    String reveal() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    @Override
    public String toString() {
        return "signing secret";
    }

    private static Optional<byte[]> decode(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(text.substring(PREFIX.length())));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
