package io.fanwire.dispatcher.http;

import static io.fanwire.dispatcher.fixture.Samples.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.runtime.net.EgressGuard;
import io.fanwire.runtime.net.EgressRules;
import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.runtime.net.Names;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Subscription;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** The client on a loop of its own, with a clock that a test may move. */
final class ClientWorld implements AutoCloseable {
    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, Transport.best().io());
    private final EventLoop loop = group.next();
    private final NettyCallbackClient client;
    private final AuthorizedClient authorized;
    private volatile Instant now = Samples.NOW;

    static {
        ByteBufUtil.setLeakListener((resource, records) -> LEAKS.add(resource + " " + records));
    }

    ClientWorld() {
        this(Optional.empty());
    }

    ClientWorld(Optional<Path> trusted) {
        this(new ClientTls(trusted, Optional.empty()));
    }

    ClientWorld(ClientTls tls) {
        this(tls, EgressRules.of(new HttpUrl.Policy(true, true)), name -> {
            throw new AssertionError(name + " is looked up");
        });
    }

    ClientWorld(Optional<Path> trusted, EgressRules rules, Names names) {
        this(new ClientTls(trusted, Optional.empty()), rules, names);
    }

    private ClientWorld(ClientTls tls, EgressRules rules, Names names) {
        Route route = new Route(new EgressGuard(rules), names);
        client = new NettyCallbackClient(loop, Transport.best(), tls, route, () -> now);
        authorized = new AuthorizedClient(loop, client, () -> now);
    }

    void advance(Duration time) {
        now = now.plus(time);
    }

    AttemptOutcome attempt(RudeServer server) {
        return attempt(server, PATIENT);
    }

    AttemptOutcome attempt(RudeServer server, Duration timeout) {
        return attempt("http://127.0.0.1:" + server.port() + "/in", timeout, Samples.delivery());
    }

    AttemptOutcome attempt(RudeServer server, Delivery delivery) {
        return attempt("http://127.0.0.1:" + server.port() + "/in", PATIENT, delivery);
    }

    AttemptOutcome attempt(String url, Duration timeout, Delivery delivery) {
        return attempt(Samples.callback(Samples.subscription(KEY, url, Subscription.Signing.NONE, timeout)), delivery);
    }

    AttemptOutcome attempt(Callback callback, Delivery delivery) {
        return attempt(callback, delivery, () -> true).orElseThrow();
    }

    Optional<AttemptOutcome> attempt(Callback callback, Delivery delivery, BooleanSupplier mayStart) {
        CompletableFuture<Optional<AttemptOutcome>> result = new CompletableFuture<>();
        loop.execute(() -> client.attempt(callback, delivery, mayStart).whenComplete((outcome, bug) -> {
            if (bug == null) {
                result.complete(outcome);
            } else {
                result.completeExceptionally(bug);
            }
        }));
        Optional<AttemptOutcome> outcome =
                result.orTimeout(30, TimeUnit.SECONDS).join();
        loop.submit(() -> {}).syncUninterruptibly(); // its connection is back in the pool, or closed
        return outcome;
    }

    /** As in production: with an access token where the callback wants one. */
    AttemptOutcome authorized(Callback callback) {
        return authorized(callback, 1, () -> {}).get(0);
    }

    /** So many at once; {@code begun} runs when all of them wait. */
    List<AttemptOutcome> authorized(Callback callback, int count, Runnable begun) {
        List<CompletableFuture<Optional<AttemptOutcome>>> results = loop.submit(() -> IntStream.range(0, count)
                        .mapToObj(i -> authorized
                                .attempt(callback, Samples.delivery(), () -> true)
                                .toCompletableFuture())
                        .toList())
                .syncUninterruptibly()
                .getNow();
        begun.run();
        return results.stream()
                .map(result -> result.orTimeout(30, TimeUnit.SECONDS).join().orElseThrow())
                .toList();
    }

    /** Checks a failure's class, and answers its message. */
    static String failure(AttemptOutcome outcome, ErrorClass error) {
        assertThat(outcome).isInstanceOfSatisfying(AttemptOutcome.Failed.class, failed -> assertThat(failed.error())
                .as(failed.toString())
                .isEqualTo(error));
        return outcome.message().orElseThrow();
    }

    @Override
    public void close() {
        loop.submit(client::close).syncUninterruptibly();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** For the end of a class: collecting garbage takes a while. A leak is told when the next buffer is made. */
    static void nothingLeaked() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            PooledByteBufAllocator.DEFAULT.directBuffer().release();
        }
        assertThat(LEAKS).as("leaked buffers").isEmpty();
    }
}
