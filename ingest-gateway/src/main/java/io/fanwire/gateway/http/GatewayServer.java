package io.fanwire.gateway.http;

import io.fanwire.gateway.access.RateLimits;
import io.fanwire.gateway.publish.AdmissionGate;
import io.fanwire.runtime.Deadlines;
import io.fanwire.runtime.Deadlines.Deadline;
import io.fanwire.runtime.Metrics;
import io.fanwire.schemas.Payload;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.VertxInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The listener: limits, then authentication, authorisation and rates, then size, then body, then the route. Every request runs on one event loop.
 *
 * <p>A path is matched as it came: nothing is folded, no slash is dropped, an encoded slash separates nothing.
 */
public final class GatewayServer implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final String CALLER = "caller";
    private static final String RATE = "rate";
    private static final CharSequence TENANT = HttpHeaders.createOptimized("fanwire-tenant");

    private final HttpLimits limits;
    private final Authentication authentication;
    private final AdmissionGate gate;
    private final RateLimits rates;
    private final Vertx vertx;
    private final Deadlines deadlines;
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
            ConnectionLimits connections,
            Optional<ServerTls> tls) {
        this(routes, authentication, gate, rates, metrics, HttpLimits.DEFAULT.with(connections), tls);
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
        this.vertx = ListeningTransport.oneEventLoop(new AcceptedConnections(limits.connections(), metrics));
        this.deadlines =
                new Deadlines(((VertxInternal) vertx).nettyEventLoopGroup().next(), System::nanoTime);
        this.responses = new Responses(vertx, deadlines, metrics, limits.body());
        this.connections = new Connections(limits, responses::bytes);
        Router router = router(routes);
        this.server = vertx.createHttpServer(options())
                .connectionHandler(connections::opened)
                .invalidRequestHandler(responses::invalid)
                .requestHandler(request -> limit(request, router));
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
        tls.ifPresent(files -> files.follow(vertx, server, limits.header()));
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
        router.route().useNormalizedPath(false).handler(this::authenticate);
        for (Route route : routes) {
            router.routeWithRegex(route.method(), route.path())
                    .useNormalizedPath(false)
                    .handler(context -> run(route, context));
        }
        router.errorHandler(400, context -> responses.refuse(context, PathText.MALFORMED));
        router.errorHandler(404, context -> responses.refuse(context, Problem.notFound()));
        router.errorHandler(
                405,
                context -> responses.refuse(
                        context,
                        Problem.of(405, "method_not_allowed", "The header Allow says which methods this path has.")
                                .with(
                                        "Allow",
                                        Route.methods(routes, context.request().path()))));
        router.errorHandler(500, context -> responses.failed(context, context.failure()));
        return router;
    }

    /**
     * What no route is asked about. Whoever sends requests and does not read the answers waits with the next one until there is room for
     * its answer.
     */
    private void limit(HttpServerRequest request, Router router) {
        Context context = vertx.getOrCreateContext();
        if (!connections.writable(request.connection(), () -> context.runOnContext(room -> limit(request, router)))) {
            request.pause();
            return;
        }
        request.response().endHandler(answered -> connections.answered(request.connection()));
        Optional<Problem> wrong = RequestShape.wrong(request, limits.headerLines());
        if (wrong.isPresent()) {
            responses.refuseAndClose(request, wrong.get());
        } else if (PathText.wellFormed(request.uri())) {
            router.handle(request);
        } else {
            responses.send(request, Answer.of(PathText.MALFORMED));
        }
    }

    /** What is below {@code /v1/} is not even looked for before it is known who asks. */
    private void authenticate(RoutingContext context) {
        context.put(RATE, RateLimits.Taken.FREELY);
        if (!context.request().path().startsWith("/v1/")) {
            context.next();
            return;
        }
        CompletableFuture<Checked<Caller>> caller = authentication
                .caller(context.request().headers().getAll(HttpHeaders.AUTHORIZATION))
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
        Checked<String> tenant = route.needs().check(caller).then(allowed -> allowed.tenant(headers.getAll(TENANT)));
        tenant.fold(
                actingFor -> {
                    Optional<String> named =
                            caller.platform() && !headers.contains(TENANT) ? Optional.empty() : Optional.of(actingFor);
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
                : BodyReader.read(deadlines, context.request(), route.bodyLimit(), permit, limits.body());
        body.compose(read -> read.fold(
                        bytes -> {
                            if (BodyReader.announced(context.request()) == RateLimits.UNKNOWN) {
                                rates.took(caller, named, bytes.length);
                            }
                            Call call = new Call(
                                    caller,
                                    tenant,
                                    context.pathParams(),
                                    Call.lists(context.queryParams()),
                                    Call.lists(context.request().headers()),
                                    Payload.of(bytes),
                                    route.bodyLimit(),
                                    permit::grow,
                                    answered::get);
                            return work(route, context, call, answered);
                        },
                        problem -> Future.succeededFuture(Answer.of(problem))))
                .onComplete(done -> {
                    if (done.succeeded() && answered.compareAndSet(false, true)) {
                        done.result().problem().ifPresent(route.endpoint()::refused);
                        responses
                                .send(
                                        context,
                                        context.<RateLimits.Taken>get(RATE).told(done.result()))
                                .onComplete(taken -> permit.close());
                        return;
                    }
                    permit.close();
                    if (answered.compareAndSet(false, true)) {
                        responses.failed(context, done.cause());
                    }
                });
    }

    /** The route's own work: it ends when it ends, but the caller is told something in time. */
    private Future<Answer> work(Route route, RoutingContext context, Call call, AtomicBoolean answered) {
        Duration within = route.endpoint().answersWithin().orElse(limits.answer());
        Deadline late = deadlines.in(within.toMillis(), () -> {
            if (answered.compareAndSet(false, true)) {
                Problem problem = Problem.unavailable("There was no result in time; it may still be done.");
                route.endpoint().refused(problem);
                responses.refuse(context, problem);
            }
        });
        return Future.fromCompletionStage(route.endpoint().answer(call), vertx.getOrCreateContext())
                .onComplete(done -> late.cancel());
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
