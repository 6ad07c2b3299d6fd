package io.fanwire.gateway.http;

import io.fanwire.gateway.access.RateLimits;
import io.fanwire.gateway.publish.AdmissionGate;
import io.fanwire.runtime.Metrics;
import io.fanwire.schemas.Payload;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * The listener: limits, then authentication, authorisation and rates, then size, then body, then the route. Every request runs on one event loop.
 *
 * <p>A path is matched as it came: nothing is folded, no slash is dropped, an encoded slash separates nothing.
 */
public final class GatewayServer implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final String CALLER = "caller";
    private static final String RATE = "rate";

    private final HttpLimits limits;
    private final Authentication authentication;
    private final AdmissionGate gate;
    private final RateLimits rates;
    private final Vertx vertx;
    private final Responses responses;
    private final Connections connections;
    private final HttpServer server;
    private final Optional<ServerTls> tls;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** With TLS where a certificate is given. */
    public GatewayServer(
            List<Route> routes,
            Authentication authentication,
            AdmissionGate gate,
            RateLimits rates,
            Metrics metrics,
            Optional<ServerTls> tls) {
        this(routes, authentication, gate, rates, metrics, HttpLimits.DEFAULT, tls);
    }

    GatewayServer(
            List<Route> routes,
            Authentication authentication,
            AdmissionGate gate,
            RateLimits rates,
            Metrics metrics,
            HttpLimits limits,
            Optional<ServerTls> tls) {
        this.tls = tls;
        this.limits = limits;
        this.authentication = authentication;
        this.gate = gate;
        this.rates = rates;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        this.responses = new Responses(vertx, metrics);
        this.connections = new Connections(vertx, limits);
        this.server = vertx.createHttpServer(options())
                .connectionHandler(connections::opened)
                .invalidRequestHandler(responses::invalid)
                .requestHandler(router(routes));
    }

    private HttpServerOptions options() {
        HttpServerOptions options = limits.options();
        try {
            tls.ifPresent(files -> files.secure(options, vertx));
            return options;
        } catch (IllegalArgumentException unsound) {
            vertx.close();
            throw unsound;
        }
    }

    /** Listens; 0 picks a free port. */
    public void start(String host, int port) {
        await(server.listen(port, host), "cannot listen on " + host + ":" + port);
        tls.ifPresent(files -> files.follow(vertx, server));
    }

    public int port() {
        return server.actualPort();
    }

    /** Takes no more connections, gives requests under way time to end, then ends all. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            await(server.shutdown(DRAIN), "the listener did not stop");
            await(vertx.close(), "the event loop did not stop");
        }
    }

    private Router router(List<Route> routes) {
        Router router = Router.router(vertx);
        router.route().useNormalizedPath(false).handler(this::limit);
        router.routeWithRegex("/v1/.*").useNormalizedPath(false).handler(this::authenticate);
        for (Route route : routes) {
            router.routeWithRegex(route.method(), route.path())
                    .useNormalizedPath(false)
                    .handler(context -> run(route, context));
        }
        router.errorHandler(
                400,
                context -> responses.refuse(
                        context, Problem.of(400, "malformed_request", "The path or query is not well formed.")));
        router.errorHandler(404, context -> responses.refuse(context, Problem.notFound()));
        router.errorHandler(
                405,
                context -> responses.refuse(
                        context,
                        Problem.of(405, "method_not_allowed", "The header Allow says which methods this path has.")
                                .with("Allow", methods(routes, context.request().path()))));
        router.errorHandler(500, context -> responses.failed(context, context.failure()));
        return router;
    }

    private static String methods(List<Route> routes, String path) {
        return routes.stream()
                .filter(route -> path.matches(route.path()))
                .map(route -> route.method().name())
                .collect(Collectors.joining(", "));
    }

    private void limit(RoutingContext context) {
        HttpServerRequest request = context.request();
        connections.spoke(request.connection());
        if (request.headers().entries().size() > limits.headerLines()) {
            responses.refuseAndClose(request, Problem.of(431, "headers_too_large", "There are too many header lines."));
        } else if (request.headers().getAll("host").size() != 1) {
            responses.refuseAndClose(
                    request, Problem.of(400, "malformed_request", "A request has one Host header, not more or less."));
        } else if (!PathText.wellFormed(request.uri())) {
            context.fail(400);
        } else {
            context.put(RATE, RateLimits.Taken.FREELY).next();
        }
    }

    private void authenticate(RoutingContext context) {
        CompletableFuture<Checked<Caller>> caller = authentication
                .caller(context.request().headers().getAll("authorization"))
                .toCompletableFuture();
        if (caller.isDone()) {
            admit(context, caller.join());
            return;
        }
        HttpServerRequest request = context.request().pause();
        Future.fromCompletionStage(caller, vertx.getOrCreateContext()).onComplete(done -> {
            if (done.succeeded()) {
                admit(context, done.result());
            } else {
                responses.failed(context, done.cause());
            }
            request.resume();
        });
    }

    private void admit(RoutingContext context, Checked<Caller> caller) {
        caller.fold(
                accepted -> {
                    context.put(CALLER, accepted).next();
                    return true;
                },
                problem -> {
                    responses.refuse(context, problem);
                    return false;
                });
    }

    /** Authorisation and rates, before anything of the body is read. */
    private void run(Route route, RoutingContext context) {
        if (route.needs().nothing()) {
            serve(route, context, Caller.NOBODY, "", Optional.empty());
            return;
        }
        Caller caller = context.<Caller>get(CALLER);
        MultiMap headers = context.request().headers();
        Checked<String> tenant =
                route.needs().check(caller).then(allowed -> allowed.tenant(headers.getAll("fanwire-tenant")));
        tenant.fold(
                actingFor -> {
                    Optional<String> named = caller.platform() && !headers.contains("fanwire-tenant")
                            ? Optional.empty()
                            : Optional.of(actingFor);
                    long announced = BodyReader.announced(context.request());
                    RateLimits.Taken taken = rates.take(caller, named, announced > route.bodyLimit() ? 0 : announced);
                    context.put(RATE, taken);
                    taken.refusal()
                            .ifPresentOrElse(
                                    problem -> refuse(route, context, problem),
                                    () -> serve(route, context, caller, actingFor, named));
                    return true;
                },
                problem -> {
                    refuse(route, context, problem);
                    return false;
                });
    }

    private void refuse(Route route, RoutingContext context, Problem problem) {
        route.endpoint().refused(problem);
        responses.refuse(context, problem);
    }

    private void serve(Route route, RoutingContext context, Caller caller, String tenant, Optional<String> named) {
        AdmissionGate.Permit permit = gate.open(named);
        AtomicBoolean answered = new AtomicBoolean();
        Future<Checked<byte[]>> body = route.bodyLimit() == 0
                ? Future.succeededFuture(Checked.ok(new byte[0]))
                : BodyReader.read(vertx, context.request(), route.bodyLimit(), permit, limits.body());
        body.compose(read -> read.fold(
                        bytes -> {
                            if (BodyReader.announced(context.request()) == RateLimits.UNKNOWN) {
                                rates.took(caller, named, bytes.length);
                            }
                            Call call = new Call(
                                    caller,
                                    tenant,
                                    context.pathParams(),
                                    lists(context.queryParams()),
                                    lists(context.request().headers()),
                                    Payload.of(bytes),
                                    route.bodyLimit(),
                                    permit::grow,
                                    answered::get);
                            return work(route, context, call, answered);
                        },
                        problem -> Future.succeededFuture(Answer.of(problem))))
                .onComplete(done -> {
                    permit.close();
                    if (!answered.compareAndSet(false, true)) {
                        return;
                    }
                    if (done.succeeded()) {
                        done.result().problem().ifPresent(route.endpoint()::refused);
                        responses.send(
                                context, context.<RateLimits.Taken>get(RATE).told(done.result()));
                    } else {
                        responses.failed(context, done.cause());
                    }
                });
    }

    /** The route's own work: it ends when it ends, but the caller is told something in time. */
    private Future<Answer> work(Route route, RoutingContext context, Call call, AtomicBoolean answered) {
        Duration within = route.endpoint().answersWithin().orElse(limits.answer());
        long timer = vertx.setTimer(within.toMillis(), late -> {
            if (answered.compareAndSet(false, true)) {
                Problem problem = Problem.unavailable("There was no result in time; it may still be done.");
                route.endpoint().refused(problem);
                responses.refuse(context, problem);
            }
        });
        return Future.fromCompletionStage(route.endpoint().answer(call), vertx.getOrCreateContext())
                .onComplete(done -> vertx.cancelTimer(timer));
    }

    private static Map<String, List<String>> lists(MultiMap values) {
        Map<String, List<String>> lists = new HashMap<>();
        values.names().forEach(name -> lists.put(name.toLowerCase(Locale.ROOT), values.getAll(name)));
        return lists;
    }

    private static void await(Future<?> future, String problem) {
        try {
            future.toCompletionStage().toCompletableFuture().get(DRAIN.toSeconds() + 5, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(problem, interrupted);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException(problem, failed);
        }
    }
}
