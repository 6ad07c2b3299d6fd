package io.fanwire.gateway.http;

import java.util.List;
import java.util.Locale;
import java.util.function.LongPredicate;

/**
 * Takes {@code gzip} off a body and never makes more bytes than the body might have had plain, nor very many more than it has, nor any
 * for which there is no room.
 */
final class ContentEncoding {
    /** What is larger than this must not be inflated by more than {@link #MOST_RATIO}. */
    static final int FREE = 1024 * 1024;

    static final int MOST_RATIO = 100;

    private ContentEncoding() {}

    /** {@code room} takes room for so many bytes, or says that there is none. */
    static Checked<byte[]> decode(List<String> headers, byte[] body, int limit, LongPredicate room) {
        String encoding = String.join(",", headers).strip().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "", "identity" -> Checked.ok(body);
            case "gzip" -> inflate(body, limit, room);
            default ->
                Checked.refused(
                        Problem.of(415, "unsupported_encoding", "Bodies may be sent plain or with one layer of gzip.")
                                .with("Accept-Encoding", "gzip"));
        };
    }

    private static Checked<byte[]> inflate(byte[] body, int limit, LongPredicate room) {
        long most = Math.min(limit, Math.max(FREE, (long) MOST_RATIO * body.length));
        Growth growth = new Growth(body.length, most, room);
        try (Gunzip gunzip = new Gunzip(body, growth::to)) {
            return switch (gunzip.inflate()) {
                case ALL -> Checked.ok(gunzip.bytes());
                case NOT_GZIP ->
                    Checked.refused(Problem.of(
                            400, "bad_encoding", "The body is not gzip, is cut short, or has more after it."));
                case ENOUGH ->
                    Checked.refused(
                            growth.noRoom
                                    ? Problem.overloaded()
                                    : Problem.of(
                                            413,
                                            "decompression_limit",
                                            "Inflated, the body is larger than " + limit + " bytes, or more than "
                                                    + MOST_RATIO + " times as large as it was sent."));
            };
        }
    }

    /** Takes room as a body grows; for as many bytes as were sent there is room already. Owned by the thread that inflates. */
    private static final class Growth {
        private final long most;
        private final LongPredicate room;
        private long taken;
        private boolean noRoom;

        Growth(long sent, long most, LongPredicate room) {
            this.taken = sent;
            this.most = most;
            this.room = room;
        }

        boolean to(int bytes) {
            if (bytes > most) {
                return false;
            }
            if (bytes > taken) {
                noRoom = !room.test(bytes - taken);
                taken = noRoom ? taken : bytes;
            }
            return !noRoom;
        }
    }
}
