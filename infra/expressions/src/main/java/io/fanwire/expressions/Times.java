package io.fanwire.expressions;

import io.fanwire.expressions.Call.Function;
import io.fanwire.expressions.Node.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final String OFFSETS = "[-+](?:0\\d|1[0-7]):[0-5]\\d";
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    static final Duration LONGEST = Duration.between(FIRST, LAST);
    private static final Failure OUT_OF_TIME = new Failure("a time before year 1 or after year 9999");
    static final Failure NO_TIME = new Failure("no time as in 2026-01-31T12:00:00Z");
    private static final Failure NO_ZONE = new Failure("no time zone");
    private static final int A_ZONE = 400;

    /** Looked at before anything is read: an exception takes longer than all else. */
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])[Tt]([01]\\d|2[0-3]):([0-5]\\d):([0-5]\\d)(?:\\.(\\d{1,9}))?([Zz]|"
                    + OFFSETS
                    + ")");

    private static final Pattern OFFSET = Pattern.compile(OFFSETS);
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();
    private static final int MILLIS = 1_000_000;

    private Times() {}

    /** Neither is so large that their sum were beyond what there is. */
    static Object moved(Instant at, Duration by) {
        return bounded(at.plus(by));
    }

    static Object ofSeconds(long seconds) {
        return seconds < FIRST.getEpochSecond() || seconds > LAST.getEpochSecond()
                ? OUT_OF_TIME
                : Instant.ofEpochSecond(seconds);
    }

    /** RFC 3339, without leap seconds. */
    static Object read(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            return NO_TIME;
        }
        int month = Integer.parseInt(parts.group(2));
        int day = Integer.parseInt(parts.group(3));
        YearMonth of = YearMonth.of(Integer.parseInt(parts.group(1)), month);
        if (day > of.lengthOfMonth() || of.getYear() == 0) {
            return NO_TIME;
        }
        String fraction = parts.group(7) == null ? "" : parts.group(7);
        LocalDateTime at = of.atDay(day)
                .atTime(
                        Integer.parseInt(parts.group(4)),
                        Integer.parseInt(parts.group(5)),
                        Integer.parseInt(parts.group(6)),
                        Integer.parseInt((fraction + "000000000").substring(0, 9)));
        String offset = parts.group(8);
        return bounded(at.toInstant(offset.equalsIgnoreCase("Z") ? ZoneOffset.UTC : offset(offset)));
    }

    /** {@code +02:00}, less than 18 hours. */
    private static ZoneOffset offset(String text) {
        int sign = text.charAt(0) == '-' ? -1 : 1;
        return ZoneOffset.ofHoursMinutes(
                sign * Integer.parseInt(text.substring(1, 3)), sign * Integer.parseInt(text.substring(4)));
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
        String signed = !where.isEmpty() && Character.isDigit(where.charAt(0)) ? "+" + where : where;
        if (OFFSET.matcher(signed).matches()) {
            return part(name, at.atZone(offset(signed)));
        }
        return ZONES.contains(where) ? part(name, at.atZone(ZoneId.of(where))) : NO_ZONE;
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
        Duration length = of.abs();
        int sign = of.isNegative() ? -1 : 1;
        return switch (name) {
            case "getHours" -> sign * length.toHours();
            case "getMinutes" -> sign * length.toMinutes();
            case "getSeconds" -> sign * length.toSeconds();
            case "getMilliseconds" -> (long) sign * length.toMillisPart();
            default -> Function.UNFIT;
        };
    }
}
