package io.fanwire.dispatcher.http;

import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.runtime.net.Resolution;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Makes connections, each to an address that was looked up and vetted for it.
 *
 * <pre>
 *   resolve ─┬─ forbidden ─▶ blocked, nothing dialled
 *            ├─ no address ─▶ failed (dns)
 *            └─ vetted ─▶ dial, the next one where nobody answers ─▶ tunnel, with a proxy ─▶ shake hands, with TLS ─▶ ready
 * </pre>
 *
 * All of it counts in the attempt's one deadline. Confined to one event loop.
 */
final class Dialer {
    private static final int MAX_LINE = 4 * 1024;
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int CHUNK = 8 * 1024;

    /** So many addresses of a name are tried, each but the last for this long. */
    private static final int MOST_DIALLED = 3;

    private static final int NEXT_AFTER_MS = 3_000;

    private final Bootstrap bootstrap;
    private final Route route;
    private final ConnectionPool pool;
    private final InstantSource clock;

    Dialer(Bootstrap bootstrap, Route route, ConnectionPool pool, InstantSource clock) {
        this.bootstrap = bootstrap;
        this.route = route;
        this.pool = pool;
        this.clock = clock;
    }

    private record Call(Origin origin, SslContext tls, Exchange exchange, Consumer<Connection> ready) {}

    /**
     * Dials.
     *
     * @param tls for the handshake, where the origin wants one
     * @param ready told of the connection unless the exchange has ended before
     */
    void dial(HttpUrl url, Origin origin, SslContext tls, Exchange exchange, Consumer<Connection> ready) {
        Call call = new Call(origin, tls, exchange, ready);
        exchange.phase("looking up the name");
        resolved(call, route.guard().resolve(url, route.names()), vetted -> {
            pool.keepOnly(call.origin(), vetted);
            proxy(call, proxy -> dial(call, vetted.subList(0, Math.min(vetted.size(), MOST_DIALLED)), proxy));
        });
    }

    private void resolved(Call call, CompletionStage<Resolution> stage, Consumer<List<InetSocketAddress>> vetted) {
        stage.whenComplete((resolution, bug) -> {
            if (bug == null) {
                resolution
                        .<Runnable>fold(
                                addresses -> () -> vetted.accept(addresses),
                                refused -> () -> blocked(call, refused.rule()),
                                why -> () -> call.exchange().end(Exchange.failed(ErrorClass.DNS, why)))
                        .run();
            } else {
                call.exchange().end(Exchange.failed(ErrorClass.INTERNAL, Failures.text(bug)));
            }
        });
    }

    private void blocked(Call call, String rule) {
        pool.keepOnly(call.origin(), List.of());
        call.exchange().end(new AttemptOutcome.Blocked(rule));
    }

    private void proxy(Call call, Consumer<Optional<InetSocketAddress>> then) {
        route.guard()
                .rules()
                .proxy()
                .ifPresentOrElse(
                        proxy -> resolved(
                                call,
                                route.guard().resolveProxy(proxy, route.names()),
                                addresses -> then.accept(Optional.of(addresses.get(0)))),
                        () -> then.accept(Optional.empty()));
    }

    private void dial(Call call, List<InetSocketAddress> addresses, Optional<InetSocketAddress> proxy) {
        Exchange exchange = call.exchange();
        if (exchange.ended()) {
            return;
        }
        exchange.phase("connecting");
        boolean last = addresses.size() == 1;
        InetSocketAddress address = addresses.get(0);
        ChannelFuture connecting = bootstrap
                .clone()
                // The attempt's own deadline covers the last.
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, last ? 0 : NEXT_AFTER_MS)
                .handler(new Pipeline(call, address, proxy))
                .connect(address);
        exchange.connecting(connecting);
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                tunnel(call, connecting.channel());
            } else if (last) {
                exchange.end(Exchange.failed(Failures.classOf(done.cause()), Failures.text(done.cause())));
            } else {
                dial(call, addresses.subList(1, addresses.size()), proxy);
            }
        });
    }

    private void tunnel(Call call, Channel channel) {
        HttpProxyHandler proxy = channel.pipeline().get(HttpProxyHandler.class);
        if (proxy == null) {
            shakeHands(call, channel);
        } else {
            call.exchange().phase("asking the proxy");
            proxy.connectFuture().addListener(done -> {
                if (done.isSuccess()) {
                    shakeHands(call, channel);
                } else {
                    failed(call, channel, Failures.classOf(done.cause()), done);
                }
            });
        }
    }

    private void shakeHands(Call call, Channel channel) {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        if (handler == null) {
            call.ready().accept(channel.pipeline().get(Connection.class));
        } else {
            call.exchange().phase("shaking hands");
            handler.handshakeFuture().addListener(done -> {
                if (done.isSuccess()) {
                    call.ready().accept(channel.pipeline().get(Connection.class));
                } else {
                    failed(call, channel, ErrorClass.TLS, done);
                }
            });
        }
    }

    private static void failed(Call call, Channel channel, ErrorClass error, Future<?> done) {
        channel.close();
        call.exchange().end(Exchange.failed(error, Failures.text(done.cause())));
    }

    private final class Pipeline extends ChannelInitializer<Channel> {
        private final Call call;
        private final InetSocketAddress address;
        private final Optional<InetSocketAddress> proxy;

        Pipeline(Call call, InetSocketAddress address, Optional<InetSocketAddress> proxy) {
            this.call = call;
            this.address = address;
            this.proxy = proxy;
        }

        @Override
        protected void initChannel(Channel channel) {
            proxy.ifPresent(hop -> {
                HttpProxyHandler handler = new HttpProxyHandler(hop);
                handler.setConnectTimeoutMillis(0); // the attempt's own deadline covers it
                channel.pipeline().addLast(handler);
            });
            Origin origin = call.origin();
            if (origin.tls()) {
                SslHandler handler = call.tls().newHandler(channel.alloc(), origin.host(), origin.port());
                handler.setHandshakeTimeoutMillis(0); // here too
                channel.pipeline().addLast(handler);
            }
            channel.pipeline()
                    .addLast(new HttpResponseDecoder(MAX_LINE, MAX_HEADERS, CHUNK))
                    .addLast(new Connection(origin, address, pool, clock, channel));
        }
    }
}
