package io.fanwire.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;

/**
 * Writes so many lines of one kind in a minute, and then how many more there were: a million bad records, or a broker that is away for a
 * night, must not fill a disk. A kind is a logger with a message; values beside the message do not count, nor the {@code [brackets]}
 * before it, in which Kafka's clients say which of them speaks, nor what others write behind its beginning. Fewest lines have those who are not ours, most what we tell of the
 * ordinary course. Any thread may log.
 */
final class LimitedConsole extends ConsoleAppender<ILoggingEvent> {
    static final int MOST_INFORMING = 100;
    static final int MOST_WARNING = 5;
    static final int MOST_OF_OTHERS = 3;
    static final long STRETCH_MILLIS = 60_000;
    private static final int MOST_KINDS = 1_000;
    private static final String OURS = "io.fanwire.";
    private static final int BEGINNING = 40;
    private static final Pattern NUMBER = Pattern.compile("-?\\d+");

    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private long swept;

    /** How many lines there were since a stretch began; guarded by the appender. */
    private static final class Kind {
        private final ILoggingEvent first;
        private final int most;
        private int lines;

        Kind(ILoggingEvent first) {
            this.first = first;
            this.most = most(first);
        }

        boolean over(long now) {
            return now - first.getTimeStamp() >= STRETCH_MILLIS;
        }
    }

    @Override
    protected synchronized void append(ILoggingEvent event) {
        long now = event.getTimeStamp();
        if (now - swept >= STRETCH_MILLIS / 10 || kinds.size() > MOST_KINDS) {
            swept = now;
            kinds.values().removeIf(kind -> {
                boolean ends = kind.over(now) || kinds.size() > MOST_KINDS;
                if (ends && kind.lines > kind.most) {
                    super.append(leftOut(kind, now));
                }
                return ends;
            });
        }
        Kind kind = kinds.computeIfAbsent(
                event.getLoggerName() + '\n' + kind(String.valueOf(event.getMessage()), ours(event)),
                key -> new Kind(event));
        kind.lines++;
        if (kind.lines <= kind.most) {
            super.append(event);
        }
    }

    private static int most(ILoggingEvent event) {
        if (!ours(event)) {
            return MOST_OF_OTHERS;
        }
        return event.getLevel().isGreaterOrEqual(Level.WARN) ? MOST_WARNING : MOST_INFORMING;
    }

    private static boolean ours(ILoggingEvent event) {
        return event.getLoggerName().startsWith(OURS);
    }

    /** Others write values into their messages: they are told apart by how they begin, numbers aside. */
    private static String kind(String message, boolean ours) {
        if (ours) {
            return message;
        }
        int end = message.startsWith("[") ? message.indexOf("] ") : -1;
        if (end >= 0) {
            return kind(message.substring(end + 2), false);
        }
        String text = NUMBER.matcher(message.substring(0, Math.min(message.length(), 10 * BEGINNING)))
                .replaceAll("0");
        return text.substring(0, Math.min(text.length(), BEGINNING));
    }

    private static ILoggingEvent leftOut(Kind kind, long now) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerName(kind.first.getLoggerName());
        event.setLevel(kind.first.getLevel());
        event.setThreadName(kind.first.getThreadName());
        event.setTimeStamp(now);
        event.setMDCPropertyMap(Map.of());
        event.setMessage("lines like this were left out");
        event.addKeyValuePair(new KeyValuePair("count", kind.lines - kind.most));
        event.addKeyValuePair(new KeyValuePair("like", kind.first.getMessage()));
        return event;
    }
}
