package io.fanwire.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ops listener: {@code /livez}, {@code /readyz} and {@code /metrics} on a port of its own, and nothing else. */
public final class OpsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpsServer.class);
    private static final String PLAIN_TEXT = "text/plain; charset=utf-8";

    static {
        // Read by the JDK's server when its first instance is made: a client that stalls must not keep one of two
        // threads,
        // and small answers must not wait for the acknowledgement of the one before.
        setUnlessSet("sun.net.httpserver.maxReqTime", "10");
        setUnlessSet("sun.net.httpserver.maxRspTime", "10");
        setUnlessSet("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Metrics metrics;
    private final Service service;

    private record Answer(int status, String contentType, String body) {
        static Answer text(int status, String body) {
            return new Answer(status, PLAIN_TEXT, body + "\n");
        }
    }

    private OpsServer(HttpServer server, Metrics metrics, Service service) {
        this.server = server;
        this.metrics = metrics;
        this.service = service;
        this.threads = Executors.newFixedThreadPool(2, Threads.daemons("ops"));
    }

    /**
     * Listens at once, so that the answers also tell how the start goes.
     *
     * @param port 0 for a free one
     * @throws UncheckedIOException when the port is taken
     */
    public static OpsServer start(String host, int port, Metrics metrics, Service service) {
        OpsServer ops = new OpsServer(bind(host, port), metrics, service);
        ops.server.createContext("/", ops::handle);
        ops.server.setExecutor(ops.threads);
        ops.server.start();
        LOG.atInfo().addKeyValue("url", ops.url()).log("ops listener started");
        return ops;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        String host = server.getAddress().getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private static HttpServer bind(String host, int port) {
        try {
            return HttpServer.create(new InetSocketAddress(host, port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the ops listener cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (!head && !exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, Answer.text(405, "method not allowed"), false);
            } else {
                send(exchange, answer(exchange.getRequestURI().getPath()), head);
            }
        }
    }

    private Answer answer(String path) {
        try {
            return switch (path) {
                case "/livez" -> service.live() ? Answer.text(200, "ok") : Answer.text(503, "down");
                case "/readyz" -> readiness();
                case "/metrics" -> new Answer(200, PrometheusTextFormatWriter.CONTENT_TYPE, metrics.prometheusText());
                default -> Answer.text(404, "not found");
            };
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("path", path).setCause(e).log("ops request failed");
            return Answer.text(500, "error");
        }
    }

    private Answer readiness() {
        if (service.ready()) {
            return Answer.text(200, "ready");
        }
        String part = service instanceof Services services ? services.notReady().orElse("starting") : service.name();
        return Answer.text(503, "not ready: " + part);
    }

    private static void send(HttpExchange exchange, Answer answer, boolean head) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
