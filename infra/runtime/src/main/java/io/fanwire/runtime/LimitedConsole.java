package io.fanwire.runtime;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * Writes so many lines of one kind in a stretch of time, and then how many more there were: a million bad records must not fill a disk.
 * A kind is a logger with a message; values beside the message do not count. Any thread may log.
 */
final class LimitedConsole extends ConsoleAppender<ILoggingEvent> {
    static final int MOST = 20;
    static final long STRETCH_MILLIS = 10_000;
    private static final int MOST_KINDS = 1_000;

    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private long swept;

    /** How many lines there were since a stretch began; guarded by the appender. */
    private static final class Kind {
        private final ILoggingEvent first;
        private int lines;

        Kind(ILoggingEvent first) {
            this.first = first;
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
                if (ends && kind.lines > MOST) {
                    super.append(leftOut(kind, now));
                }
                return ends;
            });
        }
        Kind kind = kinds.computeIfAbsent(event.getLoggerName() + '\n' + event.getMessage(), key -> new Kind(event));
        kind.lines++;
        if (kind.lines <= MOST) {
            super.append(event);
        }
    }

    private static ILoggingEvent leftOut(Kind kind, long now) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerName(kind.first.getLoggerName());
        event.setLevel(kind.first.getLevel());
        event.setThreadName(kind.first.getThreadName());
        event.setTimeStamp(now);
        event.setMDCPropertyMap(Map.of());
        event.setMessage("lines like this were left out");
        event.addKeyValuePair(new KeyValuePair("count", kind.lines - MOST));
        event.addKeyValuePair(new KeyValuePair("like", kind.first.getMessage()));
        return event;
    }
}
