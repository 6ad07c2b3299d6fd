package io.fanwire.gateway.http;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Watches over each connection that may send requests. Owned by the event loop. */
final class Connections {
    private final HttpLimits limits;
    private final Function<Problem, byte[]> answers;
    private final Map<HttpConnection, RequestDecoder> open = new HashMap<>();

    /** {@code answers}: all bytes of an answer about a problem, for where there is no request to answer. */
    Connections(HttpLimits limits, Function<Problem, byte[]> answers) {
        this.limits = limits;
        this.answers = answers;
    }

    void opened(HttpConnection connection) {
        open.put(connection, RequestDecoder.install(connection, limits, answers));
        connection.closeHandler(closed -> open.remove(connection));
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
}
