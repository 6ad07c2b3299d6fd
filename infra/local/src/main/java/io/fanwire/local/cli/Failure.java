package io.fanwire.local.cli;

import io.fanwire.local.EmbeddedBrokerException;
import io.fanwire.local.LocalException;
import io.fanwire.runtime.SettingsException;
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
        if (failure instanceof EmbeddedBrokerException) {
            return of(message(failure), "every port can be set: FANWIRE_KAFKA_PORT=0 picks a free one");
        }
        String what = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .map(Failure::message)
                .distinct()
                .reduce((outer, inner) -> outer + ": " + inner)
                .orElse("failed");
        return of(Terminal.plain(what), "--verbose shows the trace; fanwire doctor finds most causes");
    }

    private static List<String> of(String what, String remedy) {
        return List.of("fanwire: " + what, "  → " + remedy);
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
