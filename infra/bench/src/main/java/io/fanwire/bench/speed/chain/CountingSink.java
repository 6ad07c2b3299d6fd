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
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Every callback of a speed run, in a process of its own: {@code READY}, the file that gets its port. Answers 200 at once, or after as many
 * milliseconds as the path says ({@code /d50/…}), and counts requests and distinct pairs of path and {@code webhook-id}; {@code GET /_count}
 * tells both. One event loop owns all of it.
 */
public final class CountingSink extends ChannelInitializer<SocketChannel> {
    private static final ByteBuf OK = Unpooled.unreleasableBuffer(
            Unpooled.copiedBuffer("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", US_ASCII));

    private final LongSet distinct = new LongSet();
    private long requests;

    public static void main(String[] arguments) throws IOException {
        Termination termination = Termination.bySignals();
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends ServerSocketChannel> type =
                epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, io);
        InetSocketAddress address = (InetSocketAddress) new ServerBootstrap()
                .group(loop)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new CountingSink())
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel()
                .localAddress();
        Path ready = Path.of(arguments[0]);
        Path written = Files.writeString(ready.resolveSibling("sink.port"), Integer.toString(address.getPort()));
        Files.move(written, ready, StandardCopyOption.ATOMIC_MOVE);
        while (!termination.await(Duration.ofHours(1))) {
            Thread.onSpinWait();
        }
        loop.shutdownGracefully();
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.pipeline().addLast(new HttpRequestDecoder(), new Answers());
    }

    /** One connection. */
    private final class Answers extends SimpleChannelInboundHandler<HttpObject> {
        private String path = "";

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
            if (message instanceof HttpRequest request) {
                path = request.uri();
                if (!path.startsWith("/_")) {
                    requests++;
                    String id = request.headers().get("webhook-id", "");
                    distinct.add(LongSet.mix(hash(path)) ^ hash(id));
                }
            }
            if (message instanceof LastHttpContent) {
                if (path.startsWith("/_")) {
                    tell(ctx);
                } else if (path.startsWith("/d")) {
                    int delay = Integer.parseInt(path.substring(2, path.indexOf('/', 2)));
                    ctx.executor().schedule(() -> ctx.writeAndFlush(OK.duplicate()), delay, TimeUnit.MILLISECONDS);
                } else {
                    ctx.write(OK.duplicate(), ctx.voidPromise());
                }
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.flush();
        }

        private void tell(ChannelHandlerContext ctx) {
            String text = requests + " " + distinct.size();
            ctx.write(
                    Unpooled.copiedBuffer(
                            "HTTP/1.1 200 OK\r\ncontent-length: " + text.length() + "\r\n\r\n" + text, UTF_8),
                    ctx.voidPromise());
        }

        /** 64 bits of a text, as FNV-1a makes them. */
        private static long hash(String text) {
            long hash = 0xcbf29ce484222325L;
            for (int i = 0; i < text.length(); i++) {
                hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
            }
            return hash;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
