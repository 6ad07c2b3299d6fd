package io.fanwire.bench.speed.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.local.Termination;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Every callback of a speed run, in a process of its own: {@code READY CERTIFICATE}, the file that gets its ports, and the folder of a
 * certificate, or {@code -} for plain HTTP alone. Answers as {@link SinkPath} says and keeps a {@link Tally} of each lane:
 * {@code GET /_count/LANE} tells it, {@code GET /_forget/LANE} also forgets its latencies. One event loop owns all of it.
 */
public final class CountingSink {
    private static final ByteBuf OK = Unpooled.unreleasableBuffer(
            Unpooled.copiedBuffer("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", US_ASCII));
    private static final int MOST_PATHS = 100_000;
    private static final SinkPath NOWHERE = new SinkPath("", 0, 0);

    private final Map<String, Tally> lanes = new HashMap<>();
    private final Map<String, SinkPath> paths = new HashMap<>();
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, io());

    private CountingSink() {}

    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        Termination termination = Termination.bySignals();
        CountingSink sink = new CountingSink();
        StringBuilder ports = new StringBuilder().append(sink.listen(Optional.empty()));
        if (!arguments[1].equals("-")) {
            ports.append(' ')
                    .append(sink.listen(Optional.of(
                            SinkCertificate.of(Path.of(arguments[1])).context())));
        }
        Path ready = Path.of(arguments[0]);
        Path written = Files.writeString(ready.resolveSibling("sink.port"), ports);
        Files.move(written, ready, StandardCopyOption.ATOMIC_MOVE);
        while (!termination.await(Duration.ofHours(1))) {
            Thread.onSpinWait();
        }
        sink.loop.shutdownGracefully();
    }

    private static IoHandlerFactory io() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    private int listen(Optional<SslContext> tls) {
        InetSocketAddress address = (InetSocketAddress) new ServerBootstrap()
                .group(loop)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        tls.ifPresent(context -> channel.pipeline().addLast(context.newHandler(channel.alloc())));
                        channel.pipeline().addLast(new HttpRequestDecoder(), new Answers());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel()
                .localAddress();
        return address.getPort();
    }

    private SinkPath path(String uri) {
        SinkPath known = paths.get(uri);
        if (known != null) {
            return known;
        }
        SinkPath path = SinkPath.parse(uri);
        if (paths.size() < MOST_PATHS) {
            paths.put(uri, path);
        }
        return path;
    }

    private Tally lane(String name) {
        return lanes.computeIfAbsent(name, any -> new Tally());
    }

    /** One connection. */
    private final class Answers extends SimpleChannelInboundHandler<HttpObject> {
        private String uri = "";
        private boolean question;
        private SinkPath path = NOWHERE;

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
            if (message instanceof HttpRequest request) {
                uri = request.uri();
                question = uri.startsWith("/_");
                if (!question) {
                    path = path(uri);
                    lane(path.lane()).came(path, request.headers().get("webhook-id", ""));
                }
            }
            if (message instanceof LastHttpContent) {
                if (question) {
                    tell(ctx);
                } else if (path.delayMillis() > 0) {
                    ctx.executor()
                            .schedule(
                                    () -> ctx.writeAndFlush(OK.duplicate()), path.delayMillis(), TimeUnit.MILLISECONDS);
                } else if (path.delayMillis() == 0) {
                    ctx.write(OK.duplicate(), ctx.voidPromise());
                }
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.flush();
        }

        private void tell(ChannelHandlerContext ctx) {
            Tally tally = lane(uri.substring(uri.lastIndexOf('/') + 1));
            String text = tally.line();
            if (uri.startsWith("/_forget/")) {
                tally.forgetLatencies();
            }
            ctx.write(
                    Unpooled.copiedBuffer(
                            "HTTP/1.1 200 OK\r\ncontent-length: " + text.length() + "\r\n\r\n" + text, UTF_8),
                    ctx.voidPromise());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
