package io.fanwire.local.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fanwire.local.registry.RegistryRoutes.Call;
import io.fanwire.local.registry.RegistryRoutes.Route;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP for the registry, on loopback: bytes in, a {@link Call} to the routes, bytes out. */
final class RegistryServer implements AutoCloseable {
    static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

    private static final Logger LOG = LoggerFactory.getLogger(RegistryServer.class);
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final int THREADS = 4;

    private final HttpServer server;
    private final ExecutorService threads;
    private final RegistryRoutes routes;
    private final BiFunction<Route, Call, Answer> perform;

    private RegistryServer(
            HttpServer server,
            ExecutorService threads,
            RegistryRoutes routes,
            BiFunction<Route, Call, Answer> perform) {
        this.server = server;
        this.threads = threads;
        this.routes = routes;
        this.perform = perform;
    }

    /** Listens; {@code perform} answers a call on the thread that owns the state. */
    static RegistryServer start(int port, RegistryRoutes routes, BiFunction<Route, Call, Answer> perform) {
        // The JDK's server writes head and body apart; with Nagle's algorithm every answer would wait 40 ms for an ACK.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
            ExecutorService threads = Executors.newFixedThreadPool(THREADS, RegistryServer::thread);
            RegistryServer started = new RegistryServer(server, threads, routes, perform);
            server.createContext("/", started::handle);
            server.setExecutor(threads);
            server.start();
            return started;
        } catch (IOException e) {
            throw RegistryException.store(
                    "port " + port + " on 127.0.0.1 is not free: stop what listens there or choose another port", e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answer(exchange);
            } catch (RegistryException e) {
                LOG.atWarn()
                        .addKeyValue("path", exchange.getRequestURI().getPath())
                        .log(e.getMessage());
                answer = Answer.error(e.code(), String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("a registry call failed");
                answer = Answer.error(50001, "Internal error");
            }
            byte[] body = RegistryCodec.bytes(answer.body());
            exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
            exchange.sendResponseHeaders(answer.status(), body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        List<String> path = path(exchange.getRequestURI().getRawPath());
        List<Route> possible = routes.of(path);
        if (possible.isEmpty()) {
            return Answer.error(404, "HTTP 404 Not Found");
        }
        Optional<Route> route =
                possible.stream().filter(each -> each.method().equals(method)).findFirst();
        if (route.isEmpty()) {
            String allowed = possible.stream().map(Route::method).sorted().collect(Collectors.joining(", "));
            exchange.getResponseHeaders().set("Allow", allowed);
            return Answer.error(405, "HTTP 405 Method Not Allowed");
        }
        return body(exchange)
                .then(body -> perform.apply(
                        route.get(),
                        Call.of(method, path, query(exchange.getRequestURI().getRawQuery()), body)));
    }

    /** The body as a JSON object; a page in a browser cannot name this content type without being asked first. */
    private static Checked<JsonNode> body(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        if (!method.equals("POST") && !method.equals("PUT")) {
            return new Checked.Passed<>(RegistryCodec.object());
        }
        String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                .orElse("");
        if (!type.toLowerCase(Locale.ROOT).matches("application/([\\w.-]+\\+)?json\\s*(;.*)?")) {
            return new Checked.Refused<>(Answer.error(415, "HTTP 415 Unsupported Media Type: send " + CONTENT_TYPE));
        }
        byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            exchange.getResponseHeaders().set("Connection", "close");
            return new Checked.Refused<>(Answer.error(413, "The body is longer than " + MAX_BODY_BYTES + " bytes"));
        }
        try {
            JsonNode body = RegistryCodec.parse(bytes);
            if (body.isObject()) {
                return new Checked.Passed<>(body);
            }
        } catch (IllegalArgumentException notJson) {
            LOG.atDebug().setCause(notJson).log("a body that is not JSON");
        }
        return new Checked.Refused<>(Answer.error(400, "The body is not a JSON object"));
    }

    private static List<String> path(String raw) {
        String inner = raw.replaceAll("^/|/$", "");
        return inner.isEmpty()
                ? List.of()
                : Arrays.stream(inner.split("/", -1))
                        .map(segment -> decoded(segment.replace("+", "%2B")))
                        .toList();
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        for (String each : raw == null ? new String[0] : raw.split("&", -1)) {
            String[] pair = each.split("=", 2);
            query.put(decoded(pair[0]), pair.length == 2 ? decoded(pair[1]) : "");
        }
        return query;
    }

    /** The JDK's server has refused malformed percent signs before this. */
    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "registry-http");
        thread.setDaemon(true);
        return thread;
    }
}
