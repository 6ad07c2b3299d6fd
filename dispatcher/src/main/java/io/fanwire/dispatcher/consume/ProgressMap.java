package io.fanwire.dispatcher.consume;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * What is done above a low-water mark, as the metadata of its commit: a restart repeats nothing of it.
 *
 * <pre>
 *   Base64( version, codec, CRC over the mark and all that follows, incarnations, suspect, done offsets )
 * </pre>
 *
 * The bits or their runs, what is smaller, or the gaps where neither fits. Nothing but a map that is whole, ours and of this very mark is believed; what is not is
 * redone. A broker keeps 4,096 characters at most: what does not fit is not claimed.
 *
 * @param done bit i stands for mark + i
 * @param incarnations owners in a row that ended without a word and without moving the mark
 * @param suspect relative offset of the only record that the last of them was at work on
 */
record ProgressMap(BitSet done, int incarnations, OptionalLong suspect) {
    /** Longest metadata that a broker keeps by default. */
    static final int MAX_CHARACTERS = 4096;

    /** So many offsets fit, whatever the pattern. */
    static final int ALWAYS_FITS = 20_480;

    /** And so many if no more of them than {@link #FEW} are not done, whatever the pattern. */
    static final int FEW_FIT = 212_992;

    /** What is open of a window far wider than usual. */
    static final int FEW = 2_900;

    static final ProgressMap EMPTY = new ProgressMap(new BitSet(), 0, OptionalLong.empty());

    private static final byte VERSION = 1;
    private static final int MAX_INCARNATIONS = 100;
    private static final int HEADER = 6;
    private static final int MAX_BYTES = MAX_CHARACTERS / 4 * 3;

    ProgressMap {
        done = (BitSet) done.clone();
        incarnations = Math.min(incarnations, MAX_INCARNATIONS);
    }

    /** Whether a map of so many offsets, of which so many are not done, can be written down. */
    static boolean fits(long offsets, long gaps) {
        return offsets <= ALWAYS_FITS || (offsets <= FEW_FIT && gaps <= FEW);
    }

    /** A copy, which may be changed. */
    @Override
    public BitSet done() {
        return (BitSet) done.clone();
    }

    /** As commit metadata; the empty text says nothing. */
    String encode(long mark) {
        if (done.isEmpty() && incarnations == 0 && suspect.isEmpty()) {
            return "";
        }
        byte[] smallest = bytes(mark, done);
        if (smallest.length > MAX_BYTES) {
            smallest = bytes(mark, MapCodec.GAPS, MapCodec.GAPS.encode(done));
        }
        if (smallest.length > MAX_BYTES) {
            smallest = bytes(mark, done.get(0, ALWAYS_FITS));
        }
        return Base64.getEncoder().encodeToString(smallest);
    }

    /** Empty when the metadata is not a map of this mark. */
    static Optional<ProgressMap> decode(String metadata, long mark) {
        if (metadata.isEmpty()) {
            return Optional.of(EMPTY);
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(metadata));
            byte version = bytes.get();
            byte codec = bytes.get();
            int crc = bytes.getInt();
            if (version != VERSION || crc != crc(mark, codec, bytes.slice())) {
                return Optional.empty();
            }
            int incarnations = bytes.get();
            long suspect = Varint.read(bytes) - 1;
            return MapCodec.of(codec)
                    .map(known -> known.decode(bytes))
                    .map(done -> new ProgressMap(
                            done, incarnations, suspect < 0 ? OptionalLong.empty() : OptionalLong.of(suspect)));
        } catch (IllegalArgumentException | java.nio.BufferUnderflowException garbage) {
            return Optional.empty();
        }
    }

    private byte[] bytes(long mark, BitSet offsets) {
        byte[] bits = MapCodec.BITS.encode(offsets);
        byte[] runs = MapCodec.RUNS.encode(offsets);
        return bits.length <= runs.length ? bytes(mark, MapCodec.BITS, bits) : bytes(mark, MapCodec.RUNS, runs);
    }

    private byte[] bytes(long mark, MapCodec codec, byte[] payload) {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + 1 + Varint.MAX_BYTES + payload.length);
        bytes.position(HEADER);
        bytes.put((byte) incarnations);
        Varint.write(suspect.orElse(-1) + 1, bytes);
        bytes.put(payload);
        bytes.flip();
        int crc = crc(mark, codec.code(), bytes.slice(HEADER, bytes.limit() - HEADER));
        bytes.put(VERSION).put(codec.code()).putInt(crc);
        byte[] all = new byte[bytes.limit()];
        bytes.get(0, all);
        return all;
    }

    private static int crc(long mark, byte codec, ByteBuffer rest) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES + 1).putLong(mark).put(codec).flip());
        crc.update(rest);
        return (int) crc.getValue();
    }
}
