package io.fanwire.runtime;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * One line for a reader at a terminal: time, level, message, key-values, logger; a stack trace follows on lines of its
 * own. What others wrote (messages, values, exception texts) cannot start a line or move the cursor.
 */
final class HumanLayout extends LayoutBase<ILoggingEvent> {
    private final DateTimeFormatter time =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        line.append(time.format(event.getInstant()));
        line.append(String.format(" %-5s ", event.getLevel()));
        appendEscaped(line, String.valueOf(event.getFormattedMessage()));
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> appendPair(line, pair.key, String.valueOf(pair.value)));
        }
        event.getMDCPropertyMap().forEach((key, value) -> appendPair(line, key, String.valueOf(value)));
        line.append("  (").append(simpleName(event.getLoggerName())).append(")\n");
        appendThrowable(line, event.getThrowableProxy(), "");
        return line.toString();
    }

    private static void appendPair(StringBuilder line, String key, String value) {
        line.append(' ');
        appendEscaped(line, key);
        line.append('=');
        boolean quoted = value.isEmpty() || value.chars().anyMatch(c -> c == ' ' || c == '"' || c == '=');
        line.append(quoted ? "\"" : "");
        appendEscaped(line, quoted ? value.replace("\"", "\\\"") : value);
        line.append(quoted ? "\"" : "");
    }

    private static void appendThrowable(StringBuilder line, IThrowableProxy thrown, String prefix) {
        if (thrown == null) {
            return;
        }
        line.append(prefix).append(thrown.getClassName());
        if (thrown.getMessage() != null) {
            line.append(": ");
            appendEscaped(line, thrown.getMessage());
        }
        line.append('\n');
        StackTraceElementProxy[] steps = thrown.getStackTraceElementProxyArray();
        for (int i = 0; i < steps.length - thrown.getCommonFrames(); i++) {
            line.append("    ").append(steps[i].getSTEAsString()).append('\n');
        }
        appendThrowable(line, thrown.getCause(), "  caused by ");
    }

    private static void appendEscaped(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (isHarmless(c)) {
                        line.append(c);
                    } else {
                        line.append(String.format("\\u%04x", (int) c));
                    }
                }
            }
        }
    }

    private static boolean isHarmless(char c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    private static String simpleName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
