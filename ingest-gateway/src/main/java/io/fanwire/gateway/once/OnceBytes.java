package io.fanwire.gateway.once;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.gateway.once.ClaimLine.Alive;
import io.fanwire.gateway.once.ClaimLine.Claim;
import io.fanwire.gateway.once.ClaimLine.Lapse;
import io.fanwire.gateway.once.ClaimLine.Release;
import io.fanwire.gateway.once.Entry.Place;
import io.fanwire.gateway.once.Entry.Stored;
import io.fanwire.schemas.Payload;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/** Claims and entries as bytes: a version, a kind, then fields of fixed length and texts with their lengths, big end first. */
final class OnceBytes {
    private static final byte VERSION = 1;
    private static final byte CLAIM = 1;
    private static final byte RELEASE = 2;
    private static final byte LAPSE = 3;
    private static final byte ALIVE = 4;
    private static final byte PLACE = 5;
    private static final byte STORED = 6;

    private OnceBytes() {}

    static byte[] of(ClaimLine line) {
        return line.fold(
                claim -> id(slot(start(CLAIM, 50), claim.slot()), claim.id())
                        .putLong(claim.fingerprint())
                        .array(),
                release -> id(slot(start(RELEASE, 42), release.slot()), release.id())
                        .array(),
                lapse -> uuid(start(LAPSE, 26), lapse.owner())
                        .putLong(lapse.entriesEnd())
                        .array(),
                alive -> uuid(start(ALIVE, 18), alive.owner()).array());
    }

    static byte[] of(Entry entry) {
        return entry.kept()
                .fold(
                        place -> {
                            byte[] id = place.id().getBytes(UTF_8);
                            byte[] topic = place.topic().getBytes(UTF_8);
                            return head(PLACE, 16 + id.length + topic.length, entry)
                                    .putInt(place.partition())
                                    .putLong(place.offset())
                                    .putShort((short) topic.length)
                                    .put(topic)
                                    .putShort((short) id.length)
                                    .put(id)
                                    .array();
                        },
                        stored -> head(STORED, stored.sealed().size(), entry)
                                .put(stored.sealed().bytes())
                                .array());
    }

    /** The line in these bytes; empty when they are none. */
    static Optional<ClaimLine> line(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            return in.get() != VERSION ? Optional.empty() : line(in.get(), in).filter(read -> !in.hasRemaining());
        } catch (BufferUnderflowException cutShort) {
            return Optional.empty();
        }
    }

    private static Optional<ClaimLine> line(byte kind, ByteBuffer in) {
        return switch (kind) {
            case CLAIM -> {
                Slot slot = slot(in);
                yield Optional.of(new Claim(id(in), slot, in.getLong()));
            }
            case RELEASE -> {
                Slot slot = slot(in);
                yield Optional.of(new Release(id(in), slot));
            }
            case LAPSE -> Optional.of(new Lapse(uuid(in), in.getLong()));
            case ALIVE -> Optional.of(new Alive(uuid(in)));
            default -> Optional.empty();
        };
    }

    /** The entry in these bytes; empty when they are none. */
    static Optional<Entry> entry(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (in.get() != VERSION) {
                return Optional.empty();
            }
            byte kind = in.get();
            Slot slot = slot(in);
            long fingerprint = in.getLong();
            if (kind == PLACE) {
                int partition = in.getInt();
                long offset = in.getLong();
                String topic = text(in);
                return Optional.of(new Entry(slot, fingerprint, new Place(text(in), topic, partition, offset)));
            }
            return kind == STORED
                    ? Optional.of(new Entry(slot, fingerprint, new Stored(Payload.copyOf(in))))
                    : Optional.empty();
        } catch (BufferUnderflowException cutShort) {
            return Optional.empty();
        }
    }

    private static ByteBuffer start(byte kind, int size) {
        return ByteBuffer.allocate(size).put(VERSION).put(kind);
    }

    private static ByteBuffer head(byte kind, int more, Entry entry) {
        return slot(start(kind, 26 + more), entry.slot()).putLong(entry.fingerprint());
    }

    private static ByteBuffer slot(ByteBuffer out, Slot slot) {
        return out.putLong(slot.high()).putLong(slot.low());
    }

    private static ByteBuffer uuid(ByteBuffer out, UUID owner) {
        return out.putLong(owner.getMostSignificantBits()).putLong(owner.getLeastSignificantBits());
    }

    private static ByteBuffer id(ByteBuffer out, ClaimId id) {
        return uuid(out, id.owner()).putLong(id.number());
    }

    private static Slot slot(ByteBuffer in) {
        return new Slot(in.getLong(), in.getLong());
    }

    private static UUID uuid(ByteBuffer in) {
        return new UUID(in.getLong(), in.getLong());
    }

    private static ClaimId id(ByteBuffer in) {
        return new ClaimId(uuid(in), in.getLong());
    }

    private static String text(ByteBuffer in) {
        int length = Short.toUnsignedInt(in.getShort());
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] text = new byte[length];
        in.get(text);
        return new String(text, UTF_8);
    }
}
