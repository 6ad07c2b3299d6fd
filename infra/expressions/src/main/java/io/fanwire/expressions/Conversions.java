package io.fanwire.expressions;

import io.fanwire.expressions.Node.Failure;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values made of others of another kind. A long text is read as none of them. */
final class Conversions {
    private static final int LONGEST = 100;
    private static final int A_READING = 400;
    private static final int A_NUMBER = 32;

    private static final Failure NO_INT = new Failure("no whole number of 64 bits");
    private static final Failure NO_DOUBLE = new Failure("no number");
    private static final Failure NO_BOOL = new Failure("neither true nor false");
    private static final Failure NO_DURATION = new Failure("no duration as in 1h30m");

    /** Looked at before anything is read: an exception takes longer than all else. */
    private static final Pattern WHOLE = Pattern.compile("[-+]?\\d+");

    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(?:(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?|Infinity)|NaN");

    private static final Map<String, BigDecimal> UNITS = Map.of(
            "ns",
            new BigDecimal("0.000000001"),
            "us",
            new BigDecimal("0.000001"),
            "ms",
            new BigDecimal("0.001"),
            "s",
            BigDecimal.ONE,
            "m",
            BigDecimal.valueOf(60),
            "h",
            BigDecimal.valueOf(3600));
    private static final Pattern DURATION = Pattern.compile("[-+]?(?:\\d+(?:\\.\\d*)?(?:ns|us|ms|s|m|h))+|[-+]?0");
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?)(ns|us|ms|s|m|h)");

    private Conversions() {}

    static Object toInt(Run run, Object[] values) {
        Object value = values[0];
        if (value instanceof Double d) {
            return !Double.isNaN(d) && Values.fitsLong(d) ? (Object) d.longValue() : NO_INT;
        }
        if (value instanceof Instant at) {
            return at.getEpochSecond();
        }
        if (!(value instanceof String text)) {
            return value instanceof Long ? value : Call.Function.UNFIT;
        }
        if (tooLong(run, text) || !WHOLE.matcher(text).matches()) {
            return NO_INT;
        }
        BigInteger whole = new BigInteger(text);
        return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : NO_INT;
    }

    static Object toDouble(Run run, Object[] values) {
        Object value = values[0];
        if (value instanceof Number n) {
            return n.doubleValue();
        }
        if (!(value instanceof String text)) {
            return Call.Function.UNFIT;
        }
        return tooLong(run, text) || !NUMBER.matcher(text).matches() ? NO_DOUBLE : (Object) Double.parseDouble(text);
    }

    static Object toText(Run run, Object[] values) {
        Object value = values[0];
        if (value instanceof String) {
            return value;
        }
        run.make(A_NUMBER);
        if (value instanceof Duration length) {
            return text(length);
        }
        return value instanceof Number || value instanceof Boolean || value instanceof Instant
                ? value.toString()
                : Call.Function.UNFIT;
    }

    /** Seconds, as in {@code 1.5s}. */
    static String text(Duration length) {
        BigDecimal seconds = BigDecimal.valueOf(length.getSeconds())
                .add(BigDecimal.valueOf(length.getNano(), 9))
                .stripTrailingZeros();
        return seconds.toPlainString() + "s";
    }

    static Object toBool(Run run, Object[] values) {
        Object value = values[0];
        if (value instanceof Boolean) {
            return value;
        }
        if (!(value instanceof String text)) {
            return Call.Function.UNFIT;
        }
        return switch (text) {
            case "true", "True", "TRUE", "t", "1" -> true;
            case "false", "False", "FALSE", "f", "0" -> false;
            default -> NO_BOOL;
        };
    }

    static Object toTimestamp(Run run, Object[] values) {
        Object value = values[0];
        if (value instanceof Long seconds) {
            return Times.ofSeconds(seconds);
        }
        if (!(value instanceof String text)) {
            return value instanceof Instant ? value : Call.Function.UNFIT;
        }
        return tooLong(run, text) ? Times.NO_TIME : Times.read(text);
    }

    static Object toDuration(Run run, Object[] values) {
        Object value = values[0];
        if (!(value instanceof String text)) {
            return value instanceof Duration ? value : Call.Function.UNFIT;
        }
        if (tooLong(run, text) || !DURATION.matcher(text).matches()) {
            return NO_DURATION;
        }
        BigDecimal seconds = BigDecimal.ZERO;
        for (Matcher part = PART.matcher(text); part.find(); ) {
            seconds = seconds.add(new BigDecimal(part.group(1)).multiply(UNITS.get(part.group(2))));
        }
        BigDecimal whole = seconds.setScale(0, RoundingMode.DOWN);
        if (whole.compareTo(BigDecimal.valueOf(Times.LONGEST.toSeconds())) > 0) {
            return NO_DURATION;
        }
        Duration length = Duration.ofSeconds(
                whole.longValue(), seconds.subtract(whole).movePointRight(9).longValue());
        return text.startsWith("-") ? length.negated() : length;
    }

    private static boolean tooLong(Run run, String text) {
        run.spend(A_READING);
        return text.length() > LONGEST;
    }
}
