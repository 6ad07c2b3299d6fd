package io.fanwire.runtime;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** A duration as people write it: {@code 100ms}, {@code 5s}, {@code 30m}, {@code 24h}, {@code 7d}, or ISO-8601 ({@code PT5S}). */
public final class DurationText {
    /** For a setting of type STRING that is a duration, zero included. */
    public static final ConfigDef.Validator VALIDATOR = new Unbounded();

    private static final Pattern AMOUNT_AND_UNIT = Pattern.compile("(\\d{1,18})(ms|s|m|h|d)");

    private DurationText() {}

    /**
     * Reads a duration that is not negative.
     *
     * @throws IllegalArgumentException with a message that says what is accepted
     */
    public static Duration parse(String text) {
        Matcher matcher = AMOUNT_AND_UNIT.matcher(text);
        try {
            Duration read =
                    matcher.matches() ? of(Long.parseLong(matcher.group(1)), matcher.group(2)) : Duration.parse(text);
            if (!read.isNegative()) {
                return read;
            }
        } catch (ArithmeticException | DateTimeException e) {
            throw unreadable(text, e);
        }
        throw unreadable(text, null);
    }

    /** The shortest text that {@link #parse} reads back to the same duration. */
    public static String format(Duration duration) {
        if (duration.isNegative() || duration.toNanosPart() % 1_000_000 != 0) {
            return duration.toString();
        }
        if (duration.toNanosPart() != 0) {
            return duration.toMillis() + "ms";
        }
        long seconds = duration.toSeconds();
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 3_600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds / 3_600 + "h";
    }

    /** For a setting of type STRING that is a duration from {@code least} to {@code most}. */
    public static ConfigDef.Validator between(Duration least, Duration most) {
        return new Between(least, most);
    }

    static boolean validates(ConfigDef.@Nullable Validator validator) {
        return validator instanceof Unbounded || validator instanceof Between;
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw new IllegalStateException(unit);
        };
    }

    private static IllegalArgumentException unreadable(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "'" + text + "' is not a duration: write a whole number and ms, s, m, h or d (5s, 30m, 7d), or PT5S",
                cause);
    }

    private static Duration checked(String name, Object value) {
        try {
            return parse(value.toString());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name, value, e.getMessage());
        }
    }

    /** Accepts every duration, and null for a setting that has no value. */
    private record Unbounded() implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, @Nullable Object value) {
            if (value != null) {
                checked(name, value);
            }
        }

        @Override
        public String toString() {
            return "";
        }
    }

    /** Accepts a duration between two others, both included. */
    private record Between(Duration least, Duration most) implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, @Nullable Object value) {
            if (value == null) {
                return;
            }
            Duration duration = checked(name, value);
            if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
                throw new ConfigException(name, value, "must be from " + format(least) + " to " + format(most));
            }
        }

        @Override
        public String toString() {
            return "[" + format(least) + ",...," + format(most) + "]";
        }
    }
}
