package io.fanwire.gateway.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntPredicate;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates gzip (RFC 1952) piece by piece, and asks before it keeps a piece. The JDK's own stream calls itself once for every empty
 * member, and of those a small body holds enough to use up the stack; and it ignores what follows the last one.
 */
final class Gunzip implements AutoCloseable {
    private static final int PIECE = 8192;
    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final short MAGIC = (short) 0x8b1f;
    private static final byte DEFLATE = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final ByteBuffer in;
    private final IntPredicate more;
    private final Inflater inflater = new Inflater(true);
    private final byte[] piece = new byte[PIECE];
    private final ByteArrayOutputStream out;

    /** {@code more} is asked, with the bytes there would be in all, before any is kept; when it says no, that is all. */
    Gunzip(byte[] body, IntPredicate more) {
        this.in = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        this.more = more;
        this.out = new ByteArrayOutputStream(Math.max(32, Math.min(2 * body.length, 64 * 1024)));
    }

    /** What came of it. */
    enum End {
        ALL,
        ENOUGH,
        NOT_GZIP
    }

    /** Inflates one member after the other. */
    End inflate() {
        do {
            End end = member();
            if (end != End.ALL) {
                return end;
            }
        } while (in.hasRemaining());
        return End.ALL;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    private End member() {
        if (!header()) {
            return End.NOT_GZIP;
        }
        inflater.reset();
        inflater.setInput(in);
        CRC32 crc = new CRC32();
        try {
            while (!inflater.finished()) {
                int made = inflater.inflate(piece);
                if (made == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    return End.NOT_GZIP;
                }
                if (made > 0 && !more.test(out.size() + made)) {
                    return End.ENOUGH;
                }
                crc.update(piece, 0, made);
                out.write(piece, 0, made);
            }
        } catch (DataFormatException notDeflate) {
            return End.NOT_GZIP;
        }
        return in.remaining() >= TRAILER
                        && in.getInt() == (int) crc.getValue()
                        && in.getInt() == (int) inflater.getBytesWritten()
                ? End.ALL
                : End.NOT_GZIP;
    }

    private boolean header() {
        if (in.remaining() < HEADER || in.getShort() != MAGIC || in.get() != DEFLATE) {
            return false;
        }
        int flags = in.get();
        skip(6);
        boolean whole = (flags & RESERVED) == 0;
        if ((flags & EXTRA) != 0) {
            whole &= in.remaining() >= 2 && skip(Short.toUnsignedInt(in.getShort()));
        }
        if ((flags & NAME) != 0) {
            whole &= skipText();
        }
        if ((flags & COMMENT) != 0) {
            whole &= skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            whole &= skip(2);
        }
        return whole;
    }

    private boolean skip(int bytes) {
        if (in.remaining() < bytes) {
            return false;
        }
        in.position(in.position() + bytes);
        return true;
    }

    private boolean skipText() {
        while (in.hasRemaining()) {
            if (in.get() == 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
