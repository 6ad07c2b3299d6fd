package io.fanwire.bench.scenario;

import java.time.Duration;

/**
 * Something a scenario measures.
 *
 * @param wanted what it must be; empty: it is only told
 */
public record Figure(String what, String measured, String wanted, boolean met) {
    static Figure told(String what, Object measured) {
        return new Figure(what, String.valueOf(measured), "", true);
    }

    static Figure atMost(String what, long measured, long most) {
        return new Figure(what, Long.toString(measured), "at most " + most, measured <= most);
    }

    static Figure atMost(String what, Duration measured, Duration most) {
        return new Figure(what, seconds(measured), "at most " + seconds(most), measured.compareTo(most) <= 0);
    }

    static Figure atLeast(String what, double measured, double least) {
        return new Figure(
                what, String.format("%.2f", measured), String.format("at least %.2f", least), measured >= least);
    }

    static Figure exactly(String what, long measured, long wanted) {
        return new Figure(what, Long.toString(measured), Long.toString(wanted), measured == wanted);
    }

    static String seconds(Duration duration) {
        return String.format("%.3f s", duration.toNanos() / 1e9);
    }

    @Override
    public String toString() {
        return what + ": " + measured + (wanted.isEmpty() ? "" : " (" + wanted + (met ? ")" : "): NOT MET"));
    }
}
