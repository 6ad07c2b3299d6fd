package io.fanwire.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Where log lines go, which ones, and what they look like. */
class LoggingTest {
    @Test
    void logbackIsTheProvider() {
        assertThat(LoggerFactory.getILoggerFactory()).isInstanceOf(LoggerContext.class);
    }

    @Test
    void nothingLogsAtDebugWithoutBeingAsked() {
        assertThat(LoggerFactory.getLogger("io.fanwire.Demo").isDebugEnabled()).isFalse();
        assertThat(LoggerFactory.getLogger("io.fanwire.Demo").isInfoEnabled()).isTrue();
        assertThat(LoggerFactory.getLogger("org.example.Other").isInfoEnabled()).isFalse();
        assertThat(LoggerFactory.getLogger("org.apache.kafka.Demo").isInfoEnabled())
                .isFalse();
        assertThat(LoggerFactory.getLogger("org.example.Other").isWarnEnabled()).isTrue();
    }

    @Test
    void theLevelIsThatOfOurOwnLoggersOnly() {
        LoggerContext context = context(LogFormat.JSON, Level.DEBUG);

        assertThat(context.getLogger("io.fanwire.Demo").isDebugEnabled()).isTrue();
        assertThat(context.getLogger("io.netty.Demo").isInfoEnabled()).isFalse();
        assertThat(context.getLogger("org.example.Other").isInfoEnabled()).isFalse();
    }

    @Test
    void aHumanLineHasMessageValuesAndLogger() {
        String line = logged(LogFormat.HUMAN, log -> log.atInfo()
                .addKeyValue("topic", "orders")
                .addKeyValue("why", "two \"words\"")
                .log("topic created"));

        assertThat(line)
                .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  topic created topic=orders why=\"two \\\\\"words\\\\\"\""
                        + "  \\(Demo\\)\n");
    }

    @Test
    void whatOthersWroteCannotStartALine() {
        String lines = logged(LogFormat.HUMAN, log -> log.atWarn()
                .addKeyValue("path", "a\nb\u001b[2J")
                .setCause(new IllegalStateException("x\r\ny", new IllegalArgumentException("z\u2028\u202e")))
                .log("bad\n12:00:00.000 INFO  forged"));

        assertThat(lines.lines().toList())
                .allMatch(line -> line.contains(" WARN  bad\\n12:00:00.000 INFO  forged path=a\\nb\\u001b[2J  (Demo)")
                        || line.equals("java.lang.IllegalStateException: x\\r\\ny")
                        || line.equals("  caused by java.lang.IllegalArgumentException: z\\u2028\\u202e")
                        || line.startsWith("    at "));
        assertThat(lines).contains("LoggingTest").contains("caused by");
    }

    @Test
    void aJsonLineHasMessageValuesAndThrowable() {
        String line = logged(LogFormat.JSON, log -> log.atError()
                .addKeyValue("topic", "orders")
                .setCause(new IllegalStateException("why"))
                .log("topic\nlost"));

        assertThat(line.strip())
                .startsWith("{")
                .endsWith("}")
                .hasLineCount(1)
                .contains("\"level\":\"ERROR\"")
                .contains("\"formattedMessage\":\"topic\\nlost\"")
                .contains("\"topic\":\"orders\"")
                .contains("\"message\":\"why\"")
                .doesNotContain("\"context\"");
    }

    @Test
    void aFloodOfOneKindIsCutAndCounted() {
        String lines = logged(LogFormat.JSON, log -> {
            for (int i = 0; i < 1000; i++) {
                log.atError().addKeyValue("n", i).log("bad record");
            }
            log.error("another");
            LoggingEvent later = new LoggingEvent(
                    "x", (ch.qos.logback.classic.Logger) log, ch.qos.logback.classic.Level.INFO, "later", null, null);
            later.setTimeStamp(System.currentTimeMillis() + 2 * LimitedConsole.STRETCH_MILLIS);
            ((ch.qos.logback.classic.Logger) log).callAppenders(later);
        });

        assertThat(lines.lines().filter(line -> line.contains("\"message\":\"bad record\"")))
                .hasSize(LimitedConsole.MOST_WARNING);
        assertThat(lines).contains("another").contains("\"count\":\"" + (1000 - LimitedConsole.MOST_WARNING) + "\"");
        assertThat(lines.lines().reduce((first, second) -> second).orElseThrow())
                .contains("later");
    }

    @Test
    void aCrowdOfClientsThatSayTheSameIsOneKind() {
        String lines = written(() -> {
            LoggerContext context = context(LogFormat.JSON, Level.INFO);
            for (int i = 0; i < 100; i++) {
                context.getLogger("org.apache.kafka.clients.NetworkClient")
                        .warn("[Consumer clientId=c" + i + ", groupId=g] [x] Connection to node " + i
                                + " lost, of all the nodes it was number " + i);
                context.getLogger("io.fanwire.Demo").info("topic created");
            }
        });

        assertThat(lines.lines().filter(line -> line.contains("Connection to node")))
                .hasSize(LimitedConsole.MOST_OF_OTHERS);
        assertThat(lines.lines().filter(line -> line.contains("topic created"))).hasSize(100);
    }

    @Test
    void theEnvironmentChoosesFormatAndLevel() {
        assertThat(Logging.read(Map.of("FANWIRE_LOG_FORMAT", "json"), Logging.FORMAT_VARIABLE, LogFormat.values()))
                .contains(LogFormat.JSON);
        assertThat(Logging.read(Map.of("FANWIRE_LOG_LEVEL", "Debug"), Logging.LEVEL_VARIABLE, Level.values()))
                .contains(Level.DEBUG);
        assertThat(Logging.read(Map.of("FANWIRE_LOG_LEVEL", ""), Logging.LEVEL_VARIABLE, Level.values()))
                .isEmpty();
        assertThatThrownBy(() -> Logging.configure(Map.of("FANWIRE_LOG_LEVEL", "loud")))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        "environment variable FANWIRE_LOG_LEVEL is one of [error, warn, info, debug, trace], not loud");
    }

    private static String logged(LogFormat format, Consumer<Logger> log) {
        return written(() -> log.accept(context(format, Level.INFO).getLogger("io.fanwire.Demo")));
    }

    private static String written(Runnable logs) {
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            logs.run();
        } finally {
            System.setErr(before);
        }
        return written.toString(StandardCharsets.UTF_8);
    }

    private static LoggerContext context(LogFormat format, Level level) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        Logging.apply(context, format, level);
        return context;
    }
}
