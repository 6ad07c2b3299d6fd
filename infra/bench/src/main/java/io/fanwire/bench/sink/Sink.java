package io.fanwire.bench.sink;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * A server on loopback that stands for every callback of a run: each path plays its {@link Script}, each request is written to a file.
 * One event loop owns all of it. {@code POST /_control} gives it orders, {@code GET /_count} answers how many requests came.
 */
public final class Sink implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final EventLoopGroup loop;
    private final Channel server;
    private final SinkLog log;

    private Sink(EventLoopGroup loop, Channel server, SinkLog log) {
        this.loop = loop;
        this.server = server;
        this.log = log;
    }

    /**
     * Listens at once.
     *
     * @param host a loopback address
     * @param port 0 for a free one
     */
    public static Sink start(String host, int port, Path file, InstantSource clock) {
        SinkLog log = new SinkLog(file);
        SinkState state = new SinkState(log, clock);
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Channel server = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpRequestDecoder(), new SinkHandler(state));
                    }
                })
                .bind(new InetSocketAddress(host, port))
                .syncUninterruptibly()
                .channel();
        return new Sink(loop, server, log);
    }

    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Answers come before the last line of the log does; this is for the end. */
    @Override
    public void close() {
        server.close().syncUninterruptibly();
        loop.submit(log::close).syncUninterruptibly();
        loop.shutdownGracefully();
    }
}
