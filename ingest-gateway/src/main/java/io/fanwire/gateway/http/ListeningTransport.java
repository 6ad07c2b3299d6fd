package io.fanwire.gateway.http;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ServerChannel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.impl.transports.TransportInternal;

/** Vert.x's own transport, with a handler of ours where the listening socket hands on what it has accepted. */
final class ListeningTransport extends NioTransport {
    private final ChannelHandler onAccept;

    private ListeningTransport(ChannelHandler onAccept) {
        this.onAccept = onAccept;
    }

    /** A Vert.x for one listener, all of whose requests run on one event loop, and that reads no files. */
    static Vertx oneEventLoop(ChannelHandler onAccept) {
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
        return Vertx.builder()
                .with(options)
                .withTransport(new TransportInternal("nio", true, null, new ListeningTransport(onAccept)))
                .build();
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        ChannelFactory<? extends ServerChannel> sockets = super.serverChannelFactory(domainSocket);
        return () -> {
            ServerChannel socket = sockets.newChannel();
            socket.pipeline().addLast(onAccept);
            return socket;
        };
    }
}
