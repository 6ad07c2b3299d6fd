package io.fanwire.gateway.http;

import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * One operation of the API.
 *
 * @param path a regular expression over the path as it came; its named groups are the path's variables
 * @param needs what a caller must be allowed
 * @param bodyLimit most bytes of a body; 0 when a body means nothing to it
 * @param endpoint runs on the event loop and must not block it; its stage ends when the work has ended, answered in time or not
 */
public record Route(HttpMethod method, String path, Needs needs, int bodyLimit, Endpoint endpoint) {
    /** One segment of a path, but for the action that may follow a colon. */
    public static String variable(String name) {
        return "(?<" + name + ">[^/:]+)";
    }

    /** The methods that a path has, as {@code Allow} names them. */
    static String methods(List<Route> routes, String path) {
        return routes.stream()
                .filter(route -> path.matches(route.path()))
                .map(route -> route.method().name())
                .collect(Collectors.joining(", "));
    }

    /** What an operation does. */
    @FunctionalInterface
    public interface Endpoint {
        CompletionStage<Answer> answer(Call call);

        /** How long a caller is let wait; empty: as long as for all. */
        default Optional<Duration> answersWithin() {
            return Optional.empty();
        }

        /** Told of every problem that was the answer to an authenticated call of this operation, whoever found it. */
        default void refused(Problem problem) {}
    }
}
