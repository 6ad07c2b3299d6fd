package io.fanwire.local.cli;

import io.fanwire.local.EmbeddedBrokerException;
import io.fanwire.local.LocalException;
import io.fanwire.runtime.SettingsException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a user is told of a failure: a line that says what is wrong, a line that says what to do. */
final class Failure {
    static final int EXIT_CODE = 1;

    private Failure() {}

    static List<String> lines(Throwable failure) {
        if (failure instanceof LocalException local) {
            return of(Terminal.plain(message(local)), local.remedy());
        }
        if (failure instanceof SettingsException) {
            List<String> lines = new ArrayList<>();
            message(failure).lines().forEach(line -> lines.add("fanwire: " + line));
            return lines;
        }
        String what = causes(failure).map(Failure::message).reduce("", Failure::joined);
        boolean busyPort =
                failure instanceof EmbeddedBrokerException || causes(failure).anyMatch(BindException.class::isInstance);
        return of(
                Terminal.plain(what),
                busyPort
                        ? "every port can be set, 0 picks a free one: FANWIRE_GATEWAY_PORT, FANWIRE_OPS_PORT,"
                                + " FANWIRE_KAFKA_PORT, FANWIRE_REGISTRY_PORT"
                        : "--verbose shows the trace; fanwire doctor finds most causes");
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    /** Many a failure repeats its cause's words; they are told once. */
    private static String joined(String told, String cause) {
        return told.isEmpty() ? cause : told.contains(cause) ? told : told + ": " + cause;
    }

    private static List<String> of(String what, String remedy) {
        return List.of("fanwire: " + what, "  → " + remedy);
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
