package io.fanwire.gateway.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.runtime.seal.SealException;
import io.fanwire.runtime.seal.Secret;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Seal;
import io.fanwire.schemas.SigningStyle;
import io.fanwire.schemas.Subscription.SealedSecret;
import io.fanwire.schemas.SubscriptionKey;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A signing secret on its way from the caller to its sealing, or back once. Its text form is asked for by name only.
 *
 * <p>What is sealed is the key itself: what the Base64 says for the style {@code standard}, the characters of the text for all others.
 */
public final class SigningSecret implements Secret {
    private static final String PREFIX = "whsec_";
    private static final int LEAST = 24;
    private static final int MOST = 64;
    private static final int MADE = 32;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;
    private final boolean decoded;

    private SigningSecret(byte[] key, boolean decoded) {
        this.key = key;
        this.decoded = decoded;
    }

    /** One that nobody has, for a style. */
    static SigningSecret random(SigningStyle style) {
        byte[] bytes = new byte[MADE];
        RANDOM.nextBytes(bytes);
        return new SigningSecret(bytes, true).as(style).orElseThrow();
    }

    /** Reads the secret of a style; reports into {@code fields} what is wrong with it. */
    static Optional<SigningSecret> read(String text, SigningStyle style, FieldReader fields) {
        Optional<byte[]> bytes = decode(text);
        byte[] measured = bytes.orElseGet(() -> text.getBytes(UTF_8));
        boolean fits = style.decodesSecrets()
                ? bytes.isPresent()
                : !CONTROL.matcher(text).find();
        if (!fits || measured.length > MOST) {
            fields.error(
                    "secret",
                    "invalid_secret",
                    style.decodesSecrets()
                            ? "A secret is whsec_ and the Base64 of 24 to 64 bytes."
                            : "A secret has 24 to 64 bytes, or is whsec_ and the Base64 of so many.");
            return Optional.empty();
        }
        if (measured.length < LEAST) {
            fields.error("secret", "weak_secret", "A secret has at least " + LEAST + " bytes.");
            return Optional.empty();
        }
        return Optional.of(
                style.decodesSecrets()
                        ? new SigningSecret(measured, true)
                        : new SigningSecret(text.getBytes(UTF_8), false));
    }

    /** What is stored: it opens for this subscription only. */
    SealedSecret seal(SecretSealer sealer, SubscriptionKey subscription) {
        return new SealedSecret(Payload.of(sealer.seal(key, Seal.SIGNING.boundTo(subscription))), Optional.empty());
    }

    /** Whether it is the one that signs already; the one before it, on its way out, does not count. */
    boolean signs(SecretSealer sealer, SubscriptionKey subscription, List<SealedSecret> sealed) {
        if (sealed.isEmpty()) {
            return false;
        }
        try {
            byte[] current = sealer.open(sealed.get(0).sealed().bytes(), Seal.SIGNING.boundTo(subscription));
            return MessageDigest.isEqual(current, key);
        } catch (SealException anotherKeySet) {
            return false;
        }
    }

    /**
     * Secrets of a style as another style needs them, which is the same text to who keeps it; empty when the first of them cannot be
     * that.
     */
    static List<SealedSecret> moved(
            List<SealedSecret> secrets,
            SigningStyle from,
            SigningStyle to,
            SecretSealer sealer,
            SubscriptionKey subscription) {
        if (from.decodesSecrets() == to.decodesSecrets() || secrets.isEmpty()) {
            return secrets;
        }
        try {
            SealedSecret first = secrets.get(0);
            byte[] opened = sealer.open(first.sealed().bytes(), Seal.SIGNING.boundTo(subscription));
            return new SigningSecret(opened, from.decodesSecrets())
                    .as(to)
                    .map(secret -> List.of(secret.seal(sealer, subscription)))
                    .orElse(List.of());
        } catch (SealException anotherKeySet) {
            return List.of();
        }
    }

    private Optional<SigningSecret> as(SigningStyle style) {
        if (decoded == style.decodesSecrets()) {
            return Optional.of(this);
        }
        return decoded
                ? Optional.of(new SigningSecret(reveal().getBytes(UTF_8), false))
                : decode(reveal())
                        .filter(bytes -> bytes.length >= LEAST && bytes.length <= MOST)
                        .map(bytes -> new SigningSecret(bytes, true));
    }

    /** What the caller keeps. */
    String reveal() {
        return decoded ? PREFIX + Base64.getEncoder().encodeToString(key) : new String(key, UTF_8);
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
