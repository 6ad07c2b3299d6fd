package io.fanwire.gateway.once;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Sums up parts of a request with SHA-256, each with its length so that no two lists of parts look alike. Owned by one thread. */
public final class Fingerprint {
    private final MessageDigest digest;

    public Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    public Fingerprint add(byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
        digest.update(part);
        return this;
    }

    public Fingerprint add(String part) {
        return add(part.getBytes(UTF_8));
    }

    public Fingerprint add(Optional<String> part) {
        return part.map(text -> add("+").add(text)).orElseGet(() -> add("-"));
    }

    /** 64 bits are enough to tell two requests apart that bear the same name; it ends with this. */
    public long value() {
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    Slot slot() {
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        return new Slot(bytes.getLong(), bytes.getLong());
    }
}
