package io.fanwire.gateway.http;

import com.codahale.metrics.Counter;
import io.fanwire.runtime.Metrics;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Bounds how many connections there are, in all and from one address, and watches over each. Owned by the event loop. */
final class Connections {
    private static final int NETWORK_BYTES = 8;
    private static final String REFUSED = "gateway.connections.refused";
    private static final String REFUSED_MEANING =
            "Connections closed at once, because there were too many in all or from their address.";

    private final HttpLimits limits;
    private final Function<Problem, byte[]> answers;
    private final Map<HttpConnection, RequestDecoder> open = new HashMap<>();
    private final Map<String, Integer> perAddress = new HashMap<>();
    private final Counter tooMany;
    private final Counter tooManyOfOne;
    private volatile int count;

    /** {@code answers}: all bytes of an answer about a problem, for where there is no request to answer. */
    Connections(HttpLimits limits, Function<Problem, byte[]> answers, Metrics metrics) {
        this.limits = limits;
        this.answers = answers;
        metrics.labelled(REFUSED, "limit");
        this.tooMany = metrics.counter(REFUSED + ".all", REFUSED_MEANING);
        this.tooManyOfOne = metrics.counter(REFUSED + ".address", REFUSED_MEANING);
        metrics.gauge("gateway.connections", "Connections that are open.", () -> count);
    }

    void opened(HttpConnection connection) {
        Optional<String> address = address(connection);
        if (open.size() >= limits.connections().most()) {
            refuse(connection, tooMany);
        } else if (address.map(whose -> perAddress.getOrDefault(whose, 0)).orElse(0) >= mostOfOne()) {
            refuse(connection, tooManyOfOne);
        } else {
            open.put(connection, RequestDecoder.install(connection, limits, answers));
            address.ifPresent(whose -> perAddress.merge(whose, 1, Integer::sum));
            count = open.size();
            connection.closeHandler(closed -> closed(connection, address));
        }
    }

    /** One of its requests was answered. */
    void answered(HttpConnection connection) {
        Optional.ofNullable(open.get(connection)).ifPresent(RequestDecoder::answered);
    }

    /** Answers whether an answer would go out now; if the caller does not take those before, {@code then} runs once it does. */
    boolean writable(HttpConnection connection, Runnable then) {
        RequestDecoder decoder = open.get(connection);
        return decoder == null || decoder.writable(channel(connection), then);
    }

    /** At once, past Vert.x, which would wait until the other side has taken what was written. */
    static void cut(HttpConnection connection) {
        ((HttpServerConnection) connection).channelHandlerContext().close();
    }

    private static Channel channel(HttpConnection connection) {
        return ((HttpServerConnection) connection).channelHandlerContext().channel();
    }

    private void closed(HttpConnection connection, Optional<String> address) {
        open.remove(connection);
        address.ifPresent(whose -> perAddress.computeIfPresent(whose, (same, many) -> many == 1 ? null : many - 1));
        count = open.size();
    }

    private static void refuse(HttpConnection connection, Counter counter) {
        counter.inc();
        connection.close();
    }

    private int mostOfOne() {
        int most = limits.connections().perAddress();
        return most == 0 ? Integer.MAX_VALUE : most;
    }

    /** By what connections are counted; empty where they are not. */
    private Optional<String> address(HttpConnection connection) {
        return channel(connection).remoteAddress() instanceof InetSocketAddress socket
                ? Optional.ofNullable(socket.getAddress())
                        .filter(address -> limits.connections().loopbackToo() || !address.isLoopbackAddress())
                        .map(Connections::network)
                : Optional.empty();
    }

    /** Whoever has an IPv6 address has the rest of its network too. */
    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }
}
