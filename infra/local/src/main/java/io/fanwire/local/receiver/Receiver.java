package io.fanwire.local.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fanwire.local.Json;
import io.fanwire.local.LocalException;
import io.fanwire.runtime.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A callback on the loopback interface: replies as its script says, checks every signature, counts, and tells what came.
 *
 * <p>One thread reads, checks, counts and replies; a late reply waits in that thread's schedule, not on it.
 */
public final class Receiver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);
    private static final int BACKLOG = 512;

    static {
        // Read by the JDK's server when its first instance is made: small answers must not wait for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ScheduledExecutorService thread;
    private final String secret;
    private final InstantSource clock;
    private final Consumer<Received> listener;
    private final Tally tally = new Tally();
    private volatile Script script;

    private Receiver(
            HttpServer server, String secret, Script script, InstantSource clock, Consumer<Received> listener) {
        this.server = server;
        this.secret = secret;
        this.script = script;
        this.clock = clock;
        this.listener = listener;
        this.thread = Executors.newSingleThreadScheduledExecutor(Threads.daemons("receiver"));
    }

    /**
     * Listens at once.
     *
     * @param port 0 for a free one
     * @param secret {@code whsec_…}; empty: signatures are not checked
     * @param listener is told of every request, on the receiver's thread
     */
    public static Receiver start(
            int port, String secret, Script script, InstantSource clock, Consumer<Received> listener) {
        try {
            HttpServer server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            Receiver receiver = new Receiver(server, secret, script, clock, listener);
            server.createContext("/", receiver::handle);
            server.setExecutor(receiver.thread);
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new LocalException(
                    "the receiver cannot listen on port " + port + ": " + e.getMessage(),
                    "choose another port; 0 picks a free one",
                    e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** From now on it replies so. */
    public void follow(Script next) {
        script = next;
    }

    public Counts counts() {
        return CompletableFuture.supplyAsync(tally::snapshot, thread).join();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        String eventId = headers.getOrDefault("webhook-id", List.of("")).get(0);
        int request = tally.next(eventId);
        Reply reply = script.reply(eventId, request);
        Received received = new Received(
                clock.instant(),
                eventId,
                request,
                Map.copyOf(headers),
                body,
                Signature.of(secret, body, headers),
                reply instanceof Reply.Status status ? Optional.of(status.code()) : Optional.empty());
        tally.count(received, eventTime(body));
        listener.accept(received);
        if (reply instanceof Reply.Status status) {
            later(status, () -> answer(exchange, status.code()));
        } else {
            exchange.close();
        }
    }

    private void later(Reply.Status status, Runnable answer) {
        if (status.after().isZero()) {
            answer.run();
        } else {
            var unused = thread.schedule(answer, status.after().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static void answer(HttpExchange exchange, int status) {
        try (exchange) {
            exchange.sendResponseHeaders(status, -1);
        } catch (IOException gone) {
            LOG.atDebug().addKeyValue("status", status).log("the sender did not wait for the answer");
        }
    }

    /** The time the event carries in the envelope; empty for a body of another form. */
    private static Optional<Instant> eventTime(byte[] body) {
        return Json.parse(new String(body, UTF_8))
                .map(json -> json.path("timestamp").asText())
                .filter(text -> !text.isEmpty())
                .flatMap(Receiver::instant);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException other) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
    }
}
