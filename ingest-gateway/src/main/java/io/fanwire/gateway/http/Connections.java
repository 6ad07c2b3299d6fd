package io.fanwire.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.Map;

/**
 * Bounds how many connections there are, and how long a new one may take until its first request is there. Owned by the event loop.
 */
final class Connections {
    private final Vertx vertx;
    private final HttpLimits limits;
    private final Map<HttpConnection, Long> silent = new HashMap<>();
    private int open;

    Connections(Vertx vertx, HttpLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    void opened(HttpConnection connection) {
        if (open >= limits.connections()) {
            connection.close();
            return;
        }
        open++;
        silent.put(connection, vertx.setTimer(limits.firstHeader().toMillis(), late -> connection.close()));
        connection.closeHandler(closed -> {
            open--;
            spoke(connection);
        });
    }

    /** A request arrived on it. */
    void spoke(HttpConnection connection) {
        Long timer = silent.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
