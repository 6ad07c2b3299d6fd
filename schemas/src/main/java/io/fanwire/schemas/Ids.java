package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.f4b6a3.uuid.UuidCreator;
import com.github.f4b6a3.uuid.codec.base.Base62Codec;
import com.github.f4b6a3.uuid.exception.InvalidUuidException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids: a prefix that says what it names, and a UUIDv7 (RFC 9562) in Base62, so that text order is time order. */
public final class Ids {
    private static final String EVENT_PREFIX = "evt_";
    private static final Pattern EVENT = Pattern.compile(EVENT_PREFIX + "[0-9A-Za-z]{22}");

    private static final MessageDigest UNUSED = anotherSha256();

    private Ids() {}

    public static String event() {
        return EVENT_PREFIX + random();
    }

    public static String subscription() {
        return "sub_" + random();
    }

    /** Of a key; without its prefix it has letters and digits only. */
    public static String key() {
        return "key_" + random();
    }

    public static String job() {
        return "job_" + random();
    }

    /**
     * The id of a delivery, the same whenever the same match is made again: UUIDv7 layout whose time is the event record's and whose
     * random bits are a SHA-256 of tenant, topic, event, subscription and generation.
     */
    public static String delivery(
            Instant eventRecordTime, SubscriptionKey subscription, String topic, String eventId, int generation) {
        MessageDigest digest = sha256();
        part(digest, subscription.tenant());
        part(digest, topic);
        part(digest, eventId);
        part(digest, subscription.id());
        part(digest, Integer.toString(generation));
        return "dlv_" + named(eventRecordTime, digest.digest());
    }

    /** An id of the same kind as another, the same whenever the same hash comes with the same time. */
    public static String named(String kind, Instant time, byte[] hash) {
        return kind.substring(0, kind.indexOf('_') + 1) + named(time, hash);
    }

    private static String named(Instant time, byte[] hash) {
        ByteBuffer random = ByteBuffer.wrap(hash);
        long high = (time.toEpochMilli() << 16) | 0x7000L | (random.getLong() & 0x0fffL);
        long low = (random.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return Base62.encode(high, low);
    }

    /** When an id of {@link #event} was made; empty for every other text. */
    public static Optional<Instant> timeOfEvent(String id) {
        if (!EVENT.matcher(id).matches()) {
            return Optional.empty();
        }
        try {
            String body = id.substring(EVENT_PREFIX.length());
            UUID uuid = Base62Codec.INSTANCE.decode(body);
            return uuid.version() == 7 && text(uuid).equals(body)
                    ? Optional.of(Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16))
                    : Optional.empty();
        } catch (InvalidUuidException larger) {
            return Optional.empty();
        }
    }

    private static String random() {
        return text(UuidCreator.getTimeOrderedEpoch());
    }

    private static String text(UUID uuid) {
        return Base62.encode(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    /** Length first, so that no two lists of parts give the same bytes. */
    private static void part(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            digest.update((byte) (bytes.length >>> shift));
        }
        digest.update(bytes);
    }

    /** A copy is made in a tenth of the time that asking for one takes. */
    private static MessageDigest sha256() {
        try {
            return (MessageDigest) UNUSED.clone();
        } catch (CloneNotSupportedException otherProvider) {
            return anotherSha256();
        }
    }

    private static MessageDigest anotherSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
