package io.fanwire.gateway.http;

import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What one connection and one request may cost before anything is known about the caller.
 *
 * @param header how long a TLS handshake may take, the header of a request from its first byte, and a new connection until its first
 *     header is there
 * @param body how long a body may take, and an answer until the caller has taken it
 * @param answer how long a caller waits at most; what is not known by then is 503
 */
record HttpLimits(
        int requestLine,
        int headerBytes,
        int headerLines,
        ConnectionLimits connections,
        Duration header,
        Duration body,
        Duration idle,
        Duration answer) {
    static final HttpLimits DEFAULT = new HttpLimits(
            4096,
            16 * 1024,
            100,
            ConnectionLimits.DEFAULT,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofMillis(4500));

    HttpLimits with(ConnectionLimits other) {
        return new HttpLimits(requestLine, headerBytes, headerLines, other, header, body, idle, answer);
    }

    /** The same with other times. */
    HttpLimits within(Duration anyHeader, Duration anyBody, Duration anyAnswer) {
        return new HttpLimits(requestLine, headerBytes, headerLines, connections, anyHeader, anyBody, idle, anyAnswer);
    }

    /** HTTP/1.1 only, bodies as they come, {@code 100 Continue} when we say so, nothing in the way for WebSockets. */
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
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setSslHandshakeTimeout(header.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpNoDelay(true);
    }
}
