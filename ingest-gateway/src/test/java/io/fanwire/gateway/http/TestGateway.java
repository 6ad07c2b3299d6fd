package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fanwire.gateway.access.KeyCredentials;
import io.fanwire.gateway.access.PortalTokens;
import io.fanwire.gateway.access.RateLimits;
import io.fanwire.gateway.access.Rates;
import io.fanwire.gateway.control.CallbackUrls;
import io.fanwire.gateway.control.DeadLetterRoutes;
import io.fanwire.gateway.control.ExpressionReading;
import io.fanwire.gateway.control.FilterTestRoutes;
import io.fanwire.gateway.control.HistoryRoutes;
import io.fanwire.gateway.control.JobRoutes;
import io.fanwire.gateway.control.KeyRoutes;
import io.fanwire.gateway.control.OrderRoutes;
import io.fanwire.gateway.control.PortalRoutes;
import io.fanwire.gateway.control.SubscriptionActions;
import io.fanwire.gateway.control.SubscriptionRoutes;
import io.fanwire.gateway.control.SubscriptionRules;
import io.fanwire.gateway.control.TestDesk;
import io.fanwire.gateway.control.TestRoutes;
import io.fanwire.gateway.control.TopicRoutes;
import io.fanwire.gateway.control.VerificationDesk;
import io.fanwire.gateway.event.EventLimits;
import io.fanwire.gateway.event.EventRoutes;
import io.fanwire.gateway.event.SampleEvents;
import io.fanwire.gateway.once.IdempotentPosts;
import io.fanwire.gateway.publish.AdmissionGate;
import io.fanwire.gateway.publish.EventLog;
import io.fanwire.gateway.publish.Published;
import io.fanwire.gateway.reference.ReferenceRoutes;
import io.fanwire.runtime.Metrics;
import io.fanwire.runtime.net.EgressGuard;
import io.fanwire.runtime.net.EgressRules;
import io.fanwire.runtime.net.Names;
import io.fanwire.runtime.net.Names.Answer;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.SubscriptionState;
import io.fanwire.schemas.TestResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** The gateway's routes on a real loopback port; Kafka is played by memory. */
final class TestGateway implements AutoCloseable {
    static final String KEY = "fw_test_0123456789abcdef";
    static final int IN_FLIGHT = 2 << 20;
    static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    final Queue<Event> published = new ConcurrentLinkedQueue<>();
    final AdmissionGate gate = new AdmissionGate(IN_FLIGHT);
    final Metrics metrics = new Metrics();
    final Map<String, SubscriptionState.Suspension> suspended = new ConcurrentHashMap<>();
    final FakeTopics topics = new FakeTopics();
    final FakeJobs jobs = new FakeJobs();
    final FakeDeadLetters letters = new FakeDeadLetters();
    volatile EventLog log = event -> {
        published.add(event);
        return CompletableFuture.completedStage(Checked.ok(new Published(0, published.size() - 1)));
    };

    final Queue<Delivery> tests = new ConcurrentLinkedQueue<>();
    volatile Instant now = NOW;
    volatile TestDesk desk = test -> CompletableFuture.completedStage(Checked.refused(Problem.unavailable("No desk.")));

    final FakeOnce once = new FakeOnce(event -> log.append(event));
    volatile VerificationDesk verifier =
            wanted -> CompletableFuture.completedStage(Checked.refused(Problem.unavailable("No desk.")));

    private final HttpClient http = HttpClient.newHttpClient();
    private final GatewayServer server;
    final List<Route> routes;
    final FakeStore store = new FakeStore();
    final FakeKeys keys = new FakeKeys();

    TestGateway(Path folder) {
        this(folder, HttpLimits.DEFAULT);
    }

    TestGateway(Path folder, HttpLimits limits) {
        this(folder, limits, Rates.UNLIMITED, List.of());
    }

    TestGateway(Path folder, HttpLimits limits, EgressRules egress, Names names) {
        this(folder, limits, egress, names, Rates.UNLIMITED, List.of());
    }

    /** {@code others}: credentials beside keys and portal tokens. */
    TestGateway(Path folder, HttpLimits limits, Rates rates, List<Credentials> others) {
        this(
                folder,
                limits,
                EgressRules.strict(),
                name -> CompletableFuture.completedStage(Answer.of("93.184.216.34")),
                rates,
                others);
    }

    private SubscriptionRules rules(Path folder, CallbackUrls urls) {
        return new SubscriptionRules(
                urls,
                Duration.ofSeconds(5),
                new SubscriptionRules.OfATenant(3, 100),
                SecretSealer.createOrOpen(folder.resolve("keyset.json")),
                new ExpressionReading(Runnable::run),
                () -> now);
    }

    private TestGateway(
            Path folder, HttpLimits limits, EgressRules egress, Names names, Rates rates, List<Credentials> others) {
        SubscriptionRules rules = rules(folder, new CallbackUrls(new EgressGuard(egress), names));
        EventLimits events = new EventLimits(262_144, 1 << 20, 8 << 20, 1000);
        EventRoutes eventRoutes =
                new EventRoutes(events, topics, event -> log.append(event), once, Runnable::run, () -> NOW, metrics);
        PortalTokens portals = new PortalTokens(new byte[32], () -> now);
        List<Route> all = Stream.of(
                        eventRoutes.routes(),
                        new HistoryRoutes(new FakeHistory(published), topics, () -> NOW, new byte[32]).routes(),
                        new FilterTestRoutes(
                                        new FakeHistory(published),
                                        topics,
                                        new SampleEvents(events, () -> NOW)::read,
                                        rules.reading(),
                                        () -> now,
                                        1 << 20)
                                .routes(),
                        new TopicRoutes(topics, 1 << 20).routes(),
                        new SubscriptionRoutes(
                                        store,
                                        subscription -> Optional.ofNullable(
                                                suspended.get(subscription.key().id())),
                                        topics,
                                        rules,
                                        wanted -> verifier.verify(wanted),
                                        new byte[32],
                                        1 << 20)
                                .routes(),
                        new SubscriptionActions(store, rules, 1 << 20).routes(),
                        new TestRoutes(store, this::test, rules.reading(), () -> NOW, 1 << 20).routes(),
                        new OrderRoutes(store, jobs, new DeadLetterRoutes.Limits(2, 1 << 20), () -> NOW).routes(),
                        new JobRoutes(jobs, new byte[32]).routes(),
                        new DeadLetterRoutes(
                                        letters,
                                        jobs,
                                        store,
                                        new DeadLetterRoutes.Limits(2, 1 << 20),
                                        () -> NOW,
                                        new byte[32])
                                .routes(),
                        new KeyRoutes(keys, 4, () -> now, new byte[32], 1 << 20).routes(),
                        new PortalRoutes(portals, () -> now, 1 << 20).routes(),
                        new ReferenceRoutes().routes())
                .flatMap(List::stream)
                .toList();
        routes = new IdempotentPosts(once, Runnable::run).of(all);
        List<Credentials> credentials = Stream.concat(
                        others.stream(), Stream.of(portals, new KeyCredentials(keys::find)))
                .toList();
        Authentication authentication = new Authentication(KEY).with(credentials);
        server = new GatewayServer(
                routes, authentication, gate, new RateLimits(rates), metrics, limits, Optional.empty());
        server.start("127.0.0.1", 0);
        request("PUT", "/v1/topics/orders", "{}");
    }

    private CompletionStage<Checked<TestResult>> test(Delivery delivery) {
        tests.add(delivery);
        return desk.send(delivery);
    }

    Reply request(String method, String path, String body, String... headers) {
        return request(method, path, body.getBytes(UTF_8), headers);
    }

    /** Sends JSON with the key, unless {@code headers} (name, value, …) say otherwise; an empty value leaves one out. */
    Reply request(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        List<String> given = List.of(headers);
        if (!given.contains("Authorization")) {
            request.setHeader("Authorization", "Bearer " + KEY);
        }
        if (!given.contains("Content-Type")) {
            request.setHeader("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            if (!headers[i + 1].isEmpty()) {
                request.header(headers[i], headers[i + 1]);
            }
        }
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Reply(response);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** A key with these scopes, made by the platform; of no tenant when that is empty. */
    String key(String tenant, String... scopes) {
        String body = "{" + (tenant.isEmpty() ? "" : "\"tenant\":\"" + tenant + "\",") + "\"scopes\":[\""
                + String.join("\",\"", scopes) + "\"]}";
        return request("POST", "/v1/keys", body).json().path("key").asText();
    }

    /** As {@link #request}, with another key. */
    Reply with(String key, String method, String path, String body, String... headers) {
        String[] all = Stream.concat(Stream.of("Authorization", "Bearer " + key), Stream.of(headers))
                .toArray(String[]::new);
        return request(method, path, body, all);
    }

    /** Sends text as it is and answers with all that comes back until the server closes the connection. */
    String raw(String text) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }

    /** What came back. */
    record Reply(HttpResponse<byte[]> response) {
        private static final ObjectMapper MAPPER = new ObjectMapper();

        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            try {
                return MAPPER.readTree(response.body());
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        String code() {
            return json().path("code").asText();
        }
    }
}
