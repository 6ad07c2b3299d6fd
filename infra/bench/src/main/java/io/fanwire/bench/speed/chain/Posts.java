package io.fanwire.bench.speed.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * The least that sends POST requests with Netty: kept connections, one request in flight on each, the next when the answer is there. All
 * of it is confined to one event loop.
 */
final class Posts implements AutoCloseable {
    private static final int FIRST_REFUSAL = 300;

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final Queue<Channel> idle = new ArrayDeque<>();
    private final Queue<ByteBuf> waiting = new ArrayDeque<>();
    private final List<Channel> channels = new ArrayList<>();
    private final Runnable answered;
    private long refused;

    /** {@code answered} runs on the loop for each answer. */
    Posts(int port, int connections, Runnable answered) {
        boolean epoll = Epoll.isAvailable();
        this.answered = answered;
        this.group =
                new MultiThreadIoEventLoopGroup(1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        this.loop = group.next();
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpResponseDecoder(), new Answer());
                    }
                });
        for (int i = 0; i < connections; i++) {
            channels.add(
                    bootstrap.connect("127.0.0.1", port).syncUninterruptibly().channel());
        }
        loop.submit(() -> idle.addAll(channels)).syncUninterruptibly();
    }

    /** A request as it goes over the wire. */
    static byte[] head(String path, String id, int length, String more) {
        return ("POST " + path
                        + " HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: bench\r\ncontent-type: text/plain\r\nwebhook-id: "
                        + id + "\r\n" + more + "content-length: " + length + "\r\n\r\n")
                .getBytes(US_ASCII);
    }

    /** Runs on the loop. */
    void execute(Runnable work) {
        loop.execute(work);
    }

    /** Runs on the loop, later. */
    void executeAfter(long nanos, Runnable work) {
        loop.schedule(work, nanos, TimeUnit.NANOSECONDS);
    }

    /** Answers that said no; to be asked when all have come. */
    long refused() {
        return loop.submit(() -> refused).syncUninterruptibly().getNow();
    }

    /** To be called on the loop. */
    void send(ByteBuf request) {
        Channel channel = idle.poll();
        if (channel == null) {
            waiting.add(request);
        } else {
            channel.writeAndFlush(request, channel.voidPromise());
        }
    }

    /** One connection. */
    private final class Answer extends SimpleChannelInboundHandler<HttpObject> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
            if (message instanceof HttpResponse response && response.status().code() >= FIRST_REFUSAL) {
                refused++;
            }
            if (message instanceof LastHttpContent) {
                ByteBuf next = waiting.poll();
                if (next == null) {
                    idle.add(ctx.channel());
                } else {
                    ctx.channel().writeAndFlush(next, ctx.channel().voidPromise());
                }
                answered.run();
            }
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully();
    }
}
