package io.fanwire.bench.speed.chain;

import java.time.Instant;
import java.util.OptionalLong;

/** Ids of events that tell when each was to be sent, in microseconds since 1970: {@code t1700000000000000-17}. */
final class TimedId {
    private static final char MARK = 't';
    private static final int MICROS_LONG = 16;

    private TimedId() {}

    static String of(long micros, long number) {
        return MARK + Long.toString(micros) + "-" + number;
    }

    /** Empty for an id of another kind. */
    static OptionalLong micros(String id) {
        if (id.length() < MICROS_LONG + 2 || id.charAt(0) != MARK || id.charAt(MICROS_LONG + 1) != '-') {
            return OptionalLong.empty();
        }
        long micros = 0;
        for (int at = 1; at <= MICROS_LONG; at++) {
            int digit = id.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return OptionalLong.empty();
            }
            micros = micros * 10 + digit;
        }
        return OptionalLong.of(micros);
    }

    static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
}
