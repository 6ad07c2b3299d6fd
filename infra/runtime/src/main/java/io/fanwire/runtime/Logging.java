package io.fanwire.runtime;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Sets Logback up without a file: always to standard error, our own loggers at the level asked for, everybody else's at
 * WARN. It is in force before the first line (see {@link DefaultLogging}); {@link #configure} changes it.
 */
public final class Logging {
    /** {@code auto}, {@code human} or {@code json}. */
    public static final String FORMAT_VARIABLE = "FANWIRE_LOG_FORMAT";

    /** The level of our own loggers. */
    public static final String LEVEL_VARIABLE = "FANWIRE_LOG_LEVEL";

    /** The two variables above: no settings, so to be ignored by {@link Settings#load}. */
    public static final Set<String> VARIABLES = Set.of(FORMAT_VARIABLE, LEVEL_VARIABLE);

    private static final List<String> NOISY =
            List.of("kafka", "org.apache.kafka", "io.netty", "io.vertx", "io.confluent");

    /** Kafka warns here of what is its ordinary course: a first start, a partition given up in the middle of a fetch. */
    private static final List<String> HARMLESS = List.of(
            "org.apache.kafka.controller.QuorumController",
            "org.apache.kafka.clients.consumer.internals.OffsetFetcherUtils");

    private Logging() {}

    /** Our own loggers log from {@code level} on, all others from WARN on. */
    public static void configure(LogFormat format, Level level) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.reset();
            apply(context, format, level);
        }
    }

    /**
     * As {@link #configure}, as the environment says; AUTO and INFO where it does not.
     *
     * @throws SettingsException when a variable holds something else
     */
    public static void configure(Map<String, String> environment) {
        configure(
                read(environment, FORMAT_VARIABLE, LogFormat.values()).orElse(LogFormat.AUTO),
                read(environment, LEVEL_VARIABLE, Level.values()).orElse(Level.INFO));
    }

    /** For commands of a few seconds: what Kafka's clients say while a broker is away is left to the command's own last line. */
    public static void withoutKafkaClients() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            setLevel(context, "org.apache.kafka.clients", Level.ERROR);
        }
    }

    static void apply(LoggerContext context, LogFormat format, Level level) {
        boolean human =
                switch (format) {
                    case HUMAN -> true;
                    case JSON -> false;
                    case AUTO -> Terminal.present();
                };
        LimitedConsole standardError = new LimitedConsole();
        standardError.setContext(context);
        standardError.setName("stderr");
        standardError.setTarget("System.err");
        standardError.setEncoder(human ? human(context) : json(context));
        standardError.start();

        setLevel(context, org.slf4j.Logger.ROOT_LOGGER_NAME, Level.WARN);
        NOISY.forEach(name -> setLevel(context, name, Level.WARN));
        HARMLESS.forEach(name -> setLevel(context, name, Level.ERROR));
        setLevel(context, "io.fanwire", level);
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(standardError);
    }

    static <T extends Enum<T>> Optional<T> read(Map<String, String> environment, String variable, T[] choices) {
        Function<T, String> text = choice -> choice.name().toLowerCase(Locale.ROOT);
        return Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isEmpty())
                .map(value -> Arrays.stream(choices)
                        .filter(choice -> choice.name().equalsIgnoreCase(value))
                        .findFirst()
                        .orElseThrow(() -> new SettingsException(List.of("environment variable " + variable
                                + " is one of "
                                + Arrays.stream(choices).map(text).toList() + ", not " + value))));
    }

    private static void setLevel(LoggerContext context, String logger, Level level) {
        context.getLogger(logger).setLevel(ch.qos.logback.classic.Level.convertAnSLF4JLevel(level));
    }

    private static Encoder<ILoggingEvent> human(LoggerContext context) {
        HumanLayout layout = new HumanLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithContext(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        encoder.setWithThrowable(true);
        encoder.start();
        return encoder;
    }
}
