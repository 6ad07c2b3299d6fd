package io.fanwire.runtime.seal;

import com.google.crypto.tink.Aead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals secrets with AES-256-GCM (Tink) under a key set, each bound to the text that names its owner: a sealed secret that was moved
 * to another owner does not open. Any thread may use it.
 *
 * <p>A key set in a file may be changed while this is in use: whoever seals looks whether it was, and what does not open is tried once
 * more with what the file says now.
 */
public final class SecretSealer {
    private static final Logger log = LoggerFactory.getLogger(SecretSealer.class);

    /** Every ciphertext begins with this byte and the id of its key. */
    private static final byte TINK = 1;

    private final KeySetSource source;
    private volatile Loaded loaded;

    private record Loaded(Aead aead, int primary, String stamp) {}

    private SecretSealer(KeySetSource source) {
        this.source = source;
        this.loaded = load(source);
    }

    /**
     * Opens a key set that is there.
     *
     * @throws java.io.UncheckedIOException when its file cannot be read
     * @throws IllegalStateException when there is no key set in it
     */
    public static SecretSealer open(KeySetSource source) {
        return new SecretSealer(source);
    }

    /**
     * Opens the key set, or makes one that only its owner can read. The file appears whole or not at all; of several processes that
     * start at once one makes it and all use it.
     */
    public static SecretSealer createOrOpen(KeySetSource source) {
        source.createIfMissing();
        return open(source);
    }

    /** As {@link #open(KeySetSource)}, of a file that lies open. */
    public static SecretSealer fromFile(Path keyset) {
        return open(KeySetSource.ofFile(keyset));
    }

    /** As {@link #createOrOpen(KeySetSource)}, of a file that lies open. */
    public static SecretSealer createOrOpen(Path keyset) {
        return createOrOpen(KeySetSource.ofFile(keyset));
    }

    /** Seals {@code secret}; it opens only with the same {@code boundTo}. */
    public byte[] seal(byte[] secret, String boundTo) {
        try {
            return current().aead().encrypt(secret, bytes(boundTo));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret could not be sealed", e);
        }
    }

    /** Opens what {@link #seal} made; throws {@link SealException} when it does not open. */
    public byte[] open(byte[] sealed, String boundTo) {
        Loaded before = loaded;
        try {
            return before.aead().decrypt(sealed, bytes(boundTo));
        } catch (GeneralSecurityException e) {
            Loaded now = current();
            if (now.stamp().equals(before.stamp())) {
                throw new SealException("a sealed secret does not open with this key set and owner", e);
            }
            return openOnce(now, sealed, boundTo);
        }
    }

    /** Whether the key that seals now has sealed this. */
    public boolean sealedByPrimary(byte[] sealed) {
        OptionalInt key = keyOf(sealed);
        return key.isPresent() && key.getAsInt() == current().primary();
    }

    /** Id of the key that something was sealed with; empty when it is no ciphertext of ours. */
    public static OptionalInt keyOf(byte[] sealed) {
        return sealed.length > 5 && sealed[0] == TINK
                ? OptionalInt.of(ByteBuffer.wrap(sealed, 1, 4).getInt())
                : OptionalInt.empty();
    }

    @Override
    public String toString() {
        return "SecretSealer";
    }

    private static byte[] openOnce(Loaded with, byte[] sealed, String boundTo) {
        try {
            return with.aead().decrypt(sealed, bytes(boundTo));
        } catch (GeneralSecurityException e) {
            throw new SealException("a sealed secret does not open with this key set and owner", e);
        }
    }

    /** What the source says now; one that cannot be read leaves the last good one in force. */
    private Loaded current() {
        Loaded there = loaded;
        String stamp = source.stamp();
        if (stamp.equals(there.stamp()) || stamp.isEmpty()) {
            return there;
        }
        return reload(stamp);
    }

    private synchronized Loaded reload(String stamp) {
        if (stamp.equals(loaded.stamp())) {
            return loaded;
        }
        try {
            loaded = load(source);
            log.atInfo()
                    .addKeyValue("primary", new KeyInfo(loaded.primary(), KeyInfo.Use.PRIMARY).name())
                    .log("the key set has changed and was read again");
        } catch (RuntimeException unusable) {
            log.atError()
                    .addKeyValue("error", unusable.getMessage())
                    .log("the key set has changed and is not usable; the last good one stays in force");
            loaded = new Loaded(loaded.aead(), loaded.primary(), stamp);
        }
        return loaded;
    }

    /** The stamp is taken first: a change in between is noticed later. */
    private static Loaded load(KeySetSource source) {
        String stamp = source.stamp();
        KeySet keys = source.read();
        try {
            return new Loaded(keys.aead(), keys.primary(), stamp);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(source + " is not usable", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
