package io.fanwire.dispatcher.http;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.runtime.Deadlines;
import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Payload;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;

/**
 * Attempts over HTTP/1.1 on one event loop: kept connections per origin, one request at a time on each, one deadline from the name
 * look-up to the last byte of the answer.
 */
public final class NettyCallbackClient implements CallbackClient, AutoCloseable {
    private final ClientTls tls;
    private final InstantSource clock;
    private final Requests requests;
    private final ConnectionPool pool = new ConnectionPool();
    private final Dialer dialer;
    private final Deadlines deadlines;
    private final Future<?> sweeper;

    public NettyCallbackClient(EventLoop loop, Transport transport, ClientTls tls, Route route, InstantSource clock) {
        this.deadlines = new Deadlines(loop, System::nanoTime);
        this.clock = clock;
        this.tls = tls;
        this.requests = new Requests(route.guard().rules().origin());
        this.dialer = new Dialer(bootstrap(loop, transport), route, pool, clock);
        this.sweeper = loop.scheduleAtFixedRate(() -> pool.sweep(clock.instant()), 1, 1, TimeUnit.SECONDS);
    }

    /** No resolver: what is dialled was vetted. */
    private static Bootstrap bootstrap(EventLoop loop, Transport transport) {
        return new Bootstrap()
                .group(loop)
                .channel(transport.socket())
                .disableResolver()
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true);
    }

    /** To be called on the loop. */
    @Override
    public CompletionStage<Optional<AttemptOutcome>> attempt(
            Callback callback, Delivery delivery, BooleanSupplier mayStart) {
        return attempt(
                callback,
                (write, to, now) -> write.of(to, delivery, now),
                mayStart,
                callback.subscription().timeout(),
                Optional.empty());
    }

    /**
     * Of any request to a callback, for who may want to see the answer. To be called on the loop.
     *
     * @param within the time it may take, instead of the callback's own
     */
    CompletionStage<Optional<AttemptOutcome>> attempt(
            Callback callback,
            Written written,
            BooleanSupplier mayStart,
            Duration within,
            Optional<KeptAnswer> response) {
        Origin origin = Origin.of(callback.url(), callback.credentials().identity());
        FullHttpRequest request;
        SslContext context;
        try {
            context = context(origin);
            request = written.by(requests, callback, clock.instant());
        } catch (UnsignableException unsignable) {
            return refused(ErrorClass.SETUP, unsignable);
        } catch (IllegalArgumentException unsendable) {
            return refused(ErrorClass.UNSENDABLE, unsendable);
        }
        return begin(callback.url(), origin, context, new Exchange(request, mayStart, response), within);
    }

    /** The name that we go by. */
    String origin() {
        return requests.origin();
    }

    /** A request of our own, beside the attempts, with the body of its answer. To be called on the loop. */
    CompletionStage<Answer> exchange(HttpUrl url, FullHttpRequest request, Duration within) {
        KeptAnswer body = new KeptAnswer(Connection.MAX_BODY);
        Exchange exchange = new Exchange(request, () -> true, Optional.of(body));
        return begin(url, Origin.of(url), tls.context(), exchange, within)
                .thenApply(outcome -> new Answer(outcome.orElseThrow(), body.bytes()));
    }

    /** What a request of our own came to. */
    record Answer(AttemptOutcome outcome, Payload body) {}

    private SslContext context(Origin origin) {
        try {
            return origin.identity().isPresent() ? tls.context(origin.identity().get()) : tls.context();
        } catch (SSLException unusable) {
            throw new UnsignableException("its client certificate cannot be used");
        }
    }

    private CompletionStage<Optional<AttemptOutcome>> begin(
            HttpUrl url, Origin origin, SslContext context, Exchange exchange, Duration within) {
        long millis = within.toMillis();
        exchange.deadline(deadlines.in(millis, () -> exchange.expire(millis)));
        Optional<Connection> kept = pool.take(origin, clock.instant());
        if (kept.isPresent()) {
            send(kept.get(), exchange);
        } else {
            dialer.dial(url, origin, context, exchange, connection -> start(connection, exchange));
        }
        return exchange.result();
    }

    private void start(Connection connection, Exchange exchange) {
        if (exchange.ended()) {
            connection.close();
        } else {
            send(connection, exchange);
        }
    }

    private void send(Connection connection, Exchange exchange) {
        if (exchange.mayStart()) {
            connection.send(exchange);
        } else {
            pool.release(connection);
        }
    }

    private static CompletionStage<Optional<AttemptOutcome>> refused(ErrorClass error, RuntimeException why) {
        return CompletableFuture.completedFuture(
                Optional.of(Exchange.failed(error, "the request cannot be made: " + Failures.text(why))));
    }

    /** To be called on the loop, when nothing is in flight any more. */
    @Override
    public void close() {
        sweeper.cancel(false);
        pool.sweep(Instant.MAX);
    }
}
