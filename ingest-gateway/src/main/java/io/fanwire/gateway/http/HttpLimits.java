package io.fanwire.gateway.http;

import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What one connection and one request may cost before anything is known about the caller.
 *
 * @param firstHeader how long a new connection may take until its first request is there
 * @param answer how long a caller waits at most; what is not known by then is 503
 */
record HttpLimits(
        int requestLine,
        int headerBytes,
        int headerLines,
        int connections,
        Duration firstHeader,
        Duration body,
        Duration idle,
        Duration answer) {
    static final HttpLimits DEFAULT = new HttpLimits(
            4096,
            16 * 1024,
            100,
            2000,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofMillis(4500));

    /** HTTP/1.1 only, bodies as they come, {@code 100 Continue} when we say so. */
    HttpServerOptions options() {
        return new HttpServerOptions()
                .setMaxInitialLineLength(requestLine)
                .setMaxHeaderSize(headerBytes)
                .setIdleTimeout((int) idle.toSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setHandle100ContinueAutomatically(false)
                .setDecompressionSupported(false)
                .setCompressionSupported(false)
                .setHttp2ClearTextEnabled(false)
                .setTcpNoDelay(true);
    }
}
