package io.fanwire.gateway.http;

import com.codahale.metrics.Counter;
import io.fanwire.runtime.Metrics;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how many connections there are, in all and from one address, from the moment on in which the system has accepted them: whoever
 * begins TLS and does not go on is counted too. Stands in the pipeline of the listening socket, whose thread alone adds; each connection
 * takes itself away on its own.
 */
@Sharable
final class AcceptedConnections extends ChannelInboundHandlerAdapter {
    private static final int NETWORK_BYTES = 8;
    private static final String REFUSED = "gateway.connections.refused";
    private static final String REFUSED_MEANING =
            "Connections closed at once, because there were too many in all or from their address.";

    private final ConnectionLimits limits;
    private final Counter tooMany;
    private final Counter tooManyOfOne;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();

    AcceptedConnections(ConnectionLimits limits, Metrics metrics) {
        this.limits = limits;
        metrics.labelled(REFUSED, "limit");
        this.tooMany = metrics.counter(REFUSED + ".all", REFUSED_MEANING);
        this.tooManyOfOne = metrics.counter(REFUSED + ".address", REFUSED_MEANING);
        metrics.gauge("gateway.connections", "Connections that are open.", open::get);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        Channel connection = (Channel) accepted;
        Optional<String> address = address(connection);
        if (open.get() >= limits.most()) {
            refuse(connection, tooMany);
        } else if (address.map(whose -> perAddress.getOrDefault(whose, 0)).orElse(0) >= mostOfOne()) {
            refuse(connection, tooManyOfOne);
        } else {
            open.incrementAndGet();
            address.ifPresent(whose -> perAddress.merge(whose, 1, Integer::sum));
            AtomicBoolean left = new AtomicBoolean();
            connection.closeFuture().addListener(closed -> leave(address, left));
            context.fireChannelRead(connection);
            if (!connection.isOpen()) {
                // one that could not be set up is closed without a word
                leave(address, left);
            }
        }
    }

    private void leave(Optional<String> address, AtomicBoolean left) {
        if (left.compareAndSet(false, true)) {
            open.decrementAndGet();
            address.ifPresent(whose -> perAddress.computeIfPresent(whose, (same, many) -> many == 1 ? null : many - 1));
        }
    }

    /** It belongs to no event loop yet, so it is closed as it is. */
    private static void refuse(Channel connection, Counter counter) {
        counter.inc();
        connection.unsafe().closeForcibly();
    }

    private int mostOfOne() {
        return limits.perAddress() == 0 ? Integer.MAX_VALUE : limits.perAddress();
    }

    /** By what connections are counted; empty where they are not. */
    private Optional<String> address(Channel connection) {
        return connection.remoteAddress() instanceof InetSocketAddress socket
                ? Optional.ofNullable(socket.getAddress())
                        .filter(address -> limits.loopbackToo() || !address.isLoopbackAddress())
                        .map(AcceptedConnections::network)
                : Optional.empty();
    }

    /** Whoever has an IPv6 address has the rest of its network too. */
    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }
}
