package io.fanwire.local;

import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a broker's wish to end the JVM into a report to the one who started that broker.
 *
 * <p>Kafka's exit procedures belong to the whole JVM, a wish to the broker whose thread utters it. The reporter is
 * therefore inherited: every thread that a broker starts, directly or not, carries the reporter of its broker.
 */
final class EmbeddedBrokerHalts {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBrokerHalts.class);
    private static final InheritableThreadLocal<@Nullable Consumer<String>> REPORTER = new InheritableThreadLocal<>();

    private EmbeddedBrokerHalts() {}

    /** Runs the start of a broker so that its threads report to {@code reporter} in place of ending the JVM. */
    static void reportingTo(Consumer<String> reporter, Runnable start) {
        Exit.setHaltProcedure((status, message) -> report("halt", status, message));
        Exit.setExitProcedure((status, message) -> report("exit", status, message));
        REPORTER.set(reporter);
        try {
            start.run();
        } finally {
            REPORTER.remove();
        }
    }

    private static void report(String verb, int status, @Nullable String message) {
        String wish = "the broker wanted to " + verb + " the process with status " + status
                + (message == null ? "" : ": " + message);
        Consumer<String> reporter = REPORTER.get();
        if (reporter == null) {
            LOG.atError()
                    .addKeyValue("thread", Thread.currentThread().getName())
                    .log(wish);
        } else {
            reporter.accept(wish);
        }
    }
}
