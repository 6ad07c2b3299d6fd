package io.fanwire.expressions;

import io.fanwire.expressions.Call.Function;
import io.fanwire.expressions.Node.Failure;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/** Moments and lengths of time, from year 1 to year 9999. */
final class Times {
    static final List<String> NAMES = List.of(
            "getFullYear",
            "getMonth",
            "getDate",
            "getDayOfMonth",
            "getDayOfWeek",
            "getDayOfYear",
            "getHours",
            "getMinutes",
            "getSeconds",
            "getMilliseconds");

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final Duration LONGEST = Duration.between(FIRST, LAST);
    private static final Failure OUT_OF_TIME = new Failure("a time before year 1 or after year 9999");
    private static final Failure NO_ZONE = new Failure("no time zone");
    private static final int A_ZONE = 400;
    private static final int LONGEST_ZONE = 50;
    private static final int MILLIS = 1_000_000;

    private Times() {}

    static Object moved(Instant at, Duration by) {
        try {
            return bounded(at.plus(by));
        } catch (DateTimeException | ArithmeticException outside) {
            return OUT_OF_TIME;
        }
    }

    static Object bounded(Instant at) {
        return at.isBefore(FIRST) || at.isAfter(LAST) ? OUT_OF_TIME : at;
    }

    static Object bounded(Duration length) {
        return length.abs().compareTo(LONGEST) > 0 ? OUT_OF_TIME : length;
    }

    static Object part(String name, Object of) {
        if (of instanceof Instant at) {
            return part(name, at.atZone(ZoneOffset.UTC));
        }
        return of instanceof Duration length ? part(name, length) : Function.UNFIT;
    }

    /** In a zone: {@code 'Europe/Berlin'}, {@code '-08:00'} or {@code '02:00'}. */
    static Object part(Run run, String name, Object of, Object zone) {
        if (!(of instanceof Instant at) || !(zone instanceof String where)) {
            return Function.UNFIT;
        }
        run.spend(A_ZONE);
        if (where.isEmpty() || where.length() > LONGEST_ZONE) {
            return NO_ZONE;
        }
        try {
            return part(name, at.atZone(ZoneId.of(Character.isDigit(where.charAt(0)) ? "+" + where : where)));
        } catch (DateTimeException none) {
            return NO_ZONE;
        }
    }

    private static Object part(String name, ZonedDateTime at) {
        return (long)
                switch (name) {
                    case "getFullYear" -> at.getYear();
                    case "getMonth" -> at.getMonthValue() - 1;
                    case "getDate" -> at.getDayOfMonth();
                    case "getDayOfMonth" -> at.getDayOfMonth() - 1;
                    case "getDayOfWeek" -> at.getDayOfWeek().getValue() % 7;
                    case "getDayOfYear" -> at.getDayOfYear() - 1;
                    case "getHours" -> at.getHour();
                    case "getMinutes" -> at.getMinute();
                    case "getSeconds" -> at.getSecond();
                    default -> at.getNano() / MILLIS;
                };
    }

    private static Object part(String name, Duration of) {
        return switch (name) {
            case "getHours" -> of.toHours();
            case "getMinutes" -> of.toMinutes();
            case "getSeconds" -> of.toSeconds();
            case "getMilliseconds" -> (long) of.toMillisPart();
            default -> Function.UNFIT;
        };
    }
}
