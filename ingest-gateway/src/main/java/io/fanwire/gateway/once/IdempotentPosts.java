package io.fanwire.gateway.once;

import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Route;
import io.fanwire.gateway.once.Once.Ask;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** Makes every POST of authenticated callers heed {@code Idempotency-Key}. Without the header nothing is added to a call. */
public final class IdempotentPosts {
    private final Once once;
    private final Executor blocking;

    /** {@code blocking}: where hashing a body and sending a claim may take a moment. */
    public IdempotentPosts(Once once, Executor blocking) {
        this.once = once;
        this.blocking = blocking;
    }

    /** The same routes, which heed it. */
    public List<Route> of(List<Route> routes) {
        return routes.stream()
                .map(route -> route.method().equals(HttpMethod.POST)
                                && !route.needs().nothing()
                        ? new Route(route.method(), route.path(), route.needs(), route.bodyLimit(), new Heeding(route))
                        : route)
                .toList();
    }

    /** An operation that is carried out once for each key. */
    private final class Heeding implements Route.Endpoint {
        private final Route route;

        Heeding(Route route) {
            this.route = route;
        }

        @Override
        public CompletionStage<Answer> answer(Call call) {
            if (!call.headers().containsKey(IdempotencyKey.HEADER)) {
                return route.endpoint().answer(call);
            }
            return IdempotencyKey.check(call)
                    .fold(key -> once(call, key), problem -> CompletableFuture.completedStage(Answer.of(problem)));
        }

        /** The operation itself runs where it would have run without a key: on the event loop. */
        private CompletionStage<Answer> once(Call call, IdempotencyKey key) {
            Optional<Context> loop = Optional.ofNullable(Vertx.currentContext());
            Executor on = task -> loop.ifPresentOrElse(context -> context.runOnContext(run -> task.run()), task);
            try {
                return CompletableFuture.supplyAsync(
                                () -> once.answer(
                                        new Ask(Slot.key(key.tenant(), key.scope(), key.key()), fingerprint(call)),
                                        key.scope() + "/" + key.key(),
                                        () -> route.endpoint().answer(call),
                                        on),
                                blocking)
                        .thenCompose(Function.identity());
            } catch (RejectedExecutionException full) {
                return CompletableFuture.completedStage(Answer.of(Problem.overloaded()));
            }
        }

        /** What is asked for, and with which rights: an answer may show what others may not see. */
        private long fingerprint(Call call) {
            Fingerprint sum = new Fingerprint().add(route.path());
            call.caller().scopes().stream().sorted().forEach(scope -> sum.add(scope.name()));
            sum.add("path");
            new TreeMap<>(call.path()).forEach((name, value) -> sum.add(name).add(value));
            sum.add("query");
            new TreeMap<>(call.query()).forEach((name, values) -> {
                sum.add(name);
                values.forEach(sum::add);
            });
            sum.add("headers");
            for (Map.Entry<String, List<String>> header : new TreeMap<>(call.headers()).entrySet()) {
                if (counts(header.getKey())) {
                    sum.add(header.getKey());
                    header.getValue().forEach(sum::add);
                }
            }
            return sum.add("body").add(call.body().bytes()).value();
        }

        private static boolean counts(String header) {
            return header.equals("content-type")
                    || header.equals("content-encoding")
                    || (header.startsWith("ce-") && !header.equals("ce-traceparent"));
        }

        @Override
        public Optional<Duration> answersWithin() {
            return route.endpoint().answersWithin();
        }

        @Override
        public void refused(Problem problem) {
            route.endpoint().refused(problem);
        }
    }
}
