package io.fanwire.dispatcher.http;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.schemas.Delivery;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Attempts over HTTP/1.1 on one event loop: kept connections per origin, one request at a time on each, one deadline from the name
 * look-up to the last byte of the answer.
 */
public final class NettyCallbackClient implements CallbackClient, AutoCloseable {
    private static final int MAX_LINE = 4 * 1024;
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int CHUNK = 8 * 1024;

    private final EventLoop loop;
    private final SslContext tls;
    private final InstantSource clock;
    private final Requests requests = new Requests();
    private final ConnectionPool pool = new ConnectionPool();
    private final AddressResolverGroup<InetSocketAddress> names;
    private final Bootstrap bootstrap;
    private final Future<?> sweeper;

    public NettyCallbackClient(EventLoop loop, Transport transport, SslContext tls, InstantSource clock) {
        this.loop = loop;
        this.tls = tls;
        this.clock = clock;
        this.names =
                new DnsAddressResolverGroup(new DnsNameResolverBuilder().datagramChannelType(transport.datagram()));
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(transport.socket())
                .resolver(names)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true);
        this.sweeper = loop.scheduleAtFixedRate(() -> pool.sweep(clock.instant()), 1, 1, TimeUnit.SECONDS);
    }

    /** To be called on the loop. */
    @Override
    public CompletionStage<Optional<AttemptOutcome>> attempt(
            Callback callback, Delivery delivery, BooleanSupplier mayStart) {
        FullHttpRequest request;
        try {
            request = requests.of(callback, delivery, clock.instant());
        } catch (UnsignableException unsignable) {
            return refused(ErrorClass.SETUP, unsignable);
        } catch (IllegalArgumentException unsendable) {
            return refused(ErrorClass.UNSENDABLE, unsendable);
        }
        Exchange exchange = new Exchange(request, mayStart);
        long millis = callback.subscription().timeout().toMillis();
        exchange.deadline(loop.schedule(() -> exchange.expire(millis), millis, TimeUnit.MILLISECONDS));
        Origin origin = Origin.of(callback.url());
        Optional<Connection> kept = pool.take(origin, clock.instant());
        if (kept.isPresent()) {
            send(kept.get(), exchange);
        } else {
            connect(origin, exchange, millis);
        }
        return exchange.result();
    }

    private void connect(Origin origin, Exchange exchange, long millis) {
        ChannelFuture connecting = bootstrap
                .clone()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) millis)
                .handler(new Pipeline(origin))
                .connect(InetSocketAddress.createUnresolved(origin.host(), origin.port()));
        exchange.connecting(connecting);
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                exchange.end(Exchange.failed(Failures.classOf(done.cause()), Failures.text(done.cause())));
            } else if (origin.tls()) {
                shakeHands(connecting.channel(), exchange);
            } else {
                start(connecting.channel(), exchange);
            }
        });
    }

    private void shakeHands(Channel channel, Exchange exchange) {
        exchange.phase("shaking hands");
        channel.pipeline().get(SslHandler.class).handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                start(channel, exchange);
            } else {
                channel.close();
                exchange.end(Exchange.failed(ErrorClass.TLS, Failures.text(done.cause())));
            }
        });
    }

    private void start(Channel channel, Exchange exchange) {
        if (exchange.ended()) {
            channel.close();
        } else {
            send(channel.pipeline().get(Connection.class), exchange);
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
        names.close();
    }

    private final class Pipeline extends ChannelInitializer<SocketChannel> {
        private final Origin origin;

        Pipeline(Origin origin) {
            this.origin = origin;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            if (origin.tls()) {
                SslHandler handler = tls.newHandler(channel.alloc(), origin.host(), origin.port());
                handler.setHandshakeTimeoutMillis(0); // the attempt's own deadline covers it
                channel.pipeline().addLast(handler);
            }
            channel.pipeline()
                    .addLast(new HttpClientCodec(MAX_LINE, MAX_HEADERS, CHUNK))
                    .addLast(new Connection(origin, pool, clock, channel));
        }
    }
}
