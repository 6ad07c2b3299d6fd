package io.fanwire.gateway.http;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.impl.transports.TransportInternal;
import io.vertx.core.spi.transport.Transport;

/**
 * Vert.x's own transports, epoll where its library loads and NIO elsewhere, with a handler of ours where the listening socket hands on
 * what it has accepted.
 */
final class ListeningTransport {
    private ListeningTransport() {}

    /** A Vert.x for one listener, all of whose requests run on one event loop, and that reads no files. */
    static Vertx oneEventLoop(ChannelHandler onAccept) {
        return oneEventLoop(Epoll.isAvailable() ? epoll(onAccept) : nio(onAccept));
    }

    static Vertx oneEventLoop(Transport transport) {
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
        return Vertx.builder()
                .with(options)
                .withTransport(new TransportInternal("listening", true, null, transport))
                .build();
    }

    static Transport epoll(ChannelHandler onAccept) {
        return new EpollTransport() {
            @Override
            public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
                return handing(super.serverChannelFactory(domainSocket), onAccept);
            }
        };
    }

    static Transport nio(ChannelHandler onAccept) {
        return new NioTransport() {
            @Override
            public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
                return handing(super.serverChannelFactory(domainSocket), onAccept);
            }
        };
    }

    private static ChannelFactory<ServerChannel> handing(
            ChannelFactory<? extends ServerChannel> sockets, ChannelHandler onAccept) {
        return () -> {
            ServerChannel socket = sockets.newChannel();
            socket.pipeline().addLast(onAccept);
            return socket;
        };
    }
}
