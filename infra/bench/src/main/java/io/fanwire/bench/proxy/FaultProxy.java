package io.fanwire.bench.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A TCP proxy on loopback whose weather can be changed while connections are open. One event loop owns everything but the weather,
 * which is one volatile reference.
 */
public final class FaultProxy implements AutoCloseable {
    private final EventLoopGroup loop;
    private final Channel server;
    private final Conditions conditions;

    private FaultProxy(EventLoopGroup loop, Channel server, Conditions conditions) {
        this.loop = loop;
        this.server = server;
        this.conditions = conditions;
    }

    /** What every connection looks at before it passes a piece on. */
    static final class Conditions {
        private volatile Weather weather = Weather.FINE;

        Weather weather() {
            return weather;
        }
    }

    /**
     * Passes connections on to a port of this machine.
     *
     * @param port 0 for a free one
     */
    public static FaultProxy start(int port, int target) {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Conditions conditions = new Conditions();
        Bootstrap outwards = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        Channel server = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        Joint.join(channel, outwards, conditions);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .syncUninterruptibly()
                .channel();
        return new FaultProxy(loop, server, conditions);
    }

    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** From now on the network is so. */
    public void order(String weather) {
        conditions.weather = Weather.parse(weather);
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        loop.shutdownGracefully();
    }
}
