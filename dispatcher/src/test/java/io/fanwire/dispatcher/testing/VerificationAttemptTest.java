package io.fanwire.dispatcher.testing;

import static io.fanwire.dispatcher.fixture.Samples.KEY;
import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fanwire.dispatcher.callbacks.Keys;
import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.dispatcher.http.AuthorizedClient;
import io.fanwire.dispatcher.http.ClientTls;
import io.fanwire.dispatcher.http.NettyCallbackClient;
import io.fanwire.dispatcher.http.Route;
import io.fanwire.dispatcher.http.Transport;
import io.fanwire.runtime.net.EgressGuard;
import io.fanwire.runtime.net.EgressRules;
import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.schemas.SigningStyle;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.TestResult;
import io.fanwire.schemas.Verification;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VerificationAttemptTest {
    private static final Pattern CHALLENGE = Pattern.compile("\"challenge\":\"([^\"]+)\"");

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, Transport.best().io());
    private final EventLoop loop = group.next();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Function<Asked, Reply> answer = request -> new Reply(200, "ok", Map.of());
    private NettyCallbackClient client;
    private AuthorizedClient authorized;
    private HttpServer server;

    private record Asked(String method, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    private record Reply(int status, String body, Map<String, String> headers) {}

    @BeforeEach
    void listen() throws IOException {
        EgressRules rules = new EgressRules(
                new HttpUrl.Policy(true, true), List.of(), Set.of(), Optional.empty(), List.of(), "us.example.com");
        Route route = new Route(new EgressGuard(rules), name -> {
            throw new AssertionError(name + " is looked up");
        });
        client = new NettyCallbackClient(
                loop, Transport.best(), new ClientTls(Optional.empty(), Optional.empty()), route, () -> NOW);
        authorized = new AuthorizedClient(loop, client, () -> NOW);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Asked request = new Asked(
                exchange.getRequestMethod(),
                Map.copyOf(exchange.getRequestHeaders()),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        asked.add(request);
        Reply reply = answer.apply(request);
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        byte[] body = reply.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @AfterEach
    void close() {
        server.stop(0);
        loop.submit(client::close).syncUninterruptibly();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private TestResult result(Lookup wanted) {
        CompletableFuture<TestResult> told = new CompletableFuture<>();
        loop.execute(() -> new VerificationAttempt(authorized, () -> NOW, "evt_7", wanted, told::complete).begin());
        return told.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private TestResult result(Verification how, SigningStyle style, Optional<Subscription.RateLimit> rate) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/in";
        Subscription plain = Samples.subscription(KEY, url, style, Duration.ofSeconds(10));
        Subscription wanted = Samples.with(Samples.with(plain, rate, true), how, Map.of());
        return result(new Lookup.Found(Samples.callback(wanted, Keys.of(new byte[32]))));
    }

    private TestResult result(Verification how) {
        return result(how, SigningStyle.STANDARD, Optional.empty());
    }

    @Test
    void aPingIsASignedRequestThatAny2xxAnswers() {
        answer = request -> new Reply(204, "", Map.of());

        TestResult result = result(Verification.PING);

        assertThat(result.outcome()).isEqualTo(TestResult.DELIVERED);
        assertThat(result.deliveryId()).isEqualTo("evt_7");
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0).method()).isEqualTo("POST");
        assertThat(asked.get(0).body())
                .isEqualTo("{\"type\":\"ping\",\"timestamp\":\"" + NOW + "\",\"tenantId\":\"acme\",\"data\":{}}");
        assertThat(asked.get(0).header("Webhook-id")).isEqualTo("evt_7");
        assertThat(asked.get(0).header("Webhook-signature")).startsWith("v1,");
    }

    @ParameterizedTest
    @CsvSource({"302,failed", "400,failed", "410,gone", "429,throttled", "500,failed"})
    void nothingElseIsAnAnswerToAPingAndARedirectLeadsNowhere(int status, String outcome) {
        answer = request -> new Reply(status, "", Map.of("Location", "/elsewhere"));

        assertThat(result(Verification.PING).outcome()).isEqualTo(outcome);
        assertThat(asked).hasSize(1);
    }

    @Test
    void aPingOfAStyleThatSignsFormsIsAForm() {
        assertThat(result(Verification.PING, SigningStyle.MANDRILL, Optional.empty())
                        .outcome())
                .isEqualTo(TestResult.DELIVERED);
        assertThat(asked.get(0).body()).isEqualTo("mandrill_events=%5B%5D");
        assertThat(asked.get(0).header("X-mandrill-signature")).isNotEmpty();
    }

    @Test
    void aChallengeMustBeRepeated() {
        answer = request -> {
            Matcher matcher = CHALLENGE.matcher(request.body());
            return new Reply(200, matcher.find() ? matcher.group(1) : "none", Map.of());
        };

        assertThat(result(Verification.CHALLENGE).outcome()).isEqualTo(TestResult.DELIVERED);
        assertThat(asked.get(0).body()).startsWith("{\"type\":\"url_verification\",\"challenge\":\"");
    }

    @Test
    void aChallengeThatIsNotRepeatedOrNotWith2xxFails() {
        TestResult ok = result(Verification.CHALLENGE);
        answer = request -> {
            Matcher matcher = CHALLENGE.matcher(request.body());
            return new Reply(403, matcher.find() ? matcher.group(1) : "none", Map.of());
        };
        TestResult forbidden = result(Verification.CHALLENGE);

        assertThat(ok.outcome()).isEqualTo("failed");
        assertThat(ok.message()).contains("the answer does not repeat the challenge");
        assertThat(ok.status()).contains(200);
        assertThat(ok.response()).as("nobody reads answers by it").isEmpty();
        assertThat(forbidden.outcome()).isEqualTo("failed");
        assertThat(forbidden.status()).contains(403);
    }

    @ParameterizedTest
    @CsvSource({"us.example.com", "US.example.com", "*"})
    void whoAllowsOurOriginIsSentTo(String allowed) {
        answer = request -> new Reply(200, "", Map.of("WebHook-Allowed-Origin", allowed));

        TestResult result = result(Verification.CLOUDEVENTS);

        assertThat(result.outcome()).isEqualTo(TestResult.DELIVERED);
        assertThat(result.allowedRate()).isEmpty();
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0).method()).isEqualTo("OPTIONS");
        assertThat(asked.get(0).body()).isEmpty();
        assertThat(asked.get(0).header("Webhook-request-origin")).isEqualTo("us.example.com");
        assertThat(asked.get(0).headers()).doesNotContainKey("Webhook-request-rate");
    }

    @Test
    void theRateIsAskedForAMinuteAndWhatIsAllowedIsTold() {
        answer = request -> new Reply(200, "", Map.of("WebHook-Allowed-Origin", "*", "WebHook-Allowed-Rate", "100"));

        TestResult result = result(
                Verification.CLOUDEVENTS,
                SigningStyle.NONE,
                Optional.of(new Subscription.RateLimit(50, Duration.ofSeconds(1))));

        assertThat(asked.get(0).header("Webhook-request-rate")).isEqualTo("3000");
        assertThat(result.allowedRate()).contains(100L);
    }

    @ParameterizedTest
    @CsvSource({
        "200,'',''",
        "200,eu.example.com,''",
        "200,'us.example.com.evil.org',''",
        "200,'*',0",
        "200,'*',-5",
        "200,'*',many",
        "405,'',''"
    })
    void whoDoesNotIsNot(int status, String origin, String rate) {
        answer = request -> new Reply(
                status,
                "",
                Map.of("WebHook-Allowed-Origin", origin, "WebHook-Allowed-Rate", rate.isEmpty() ? "*" : rate));

        TestResult result = result(Verification.CLOUDEVENTS);

        assertThat(result.outcome()).isEqualTo("failed");
        assertThat(result.message().orElseThrow()).contains("WebHook-Allowed-");
    }

    @Test
    void whoIsNotThereAllowsNothing() {
        int port = server.getAddress().getPort();
        server.stop(0);
        Subscription plain =
                Samples.subscription(KEY, "http://127.0.0.1:" + port + "/", SigningStyle.NONE, Duration.ofSeconds(10));
        Subscription wanted = Samples.with(plain, Verification.CLOUDEVENTS, Map.of());

        TestResult result = result(new Lookup.Found(Samples.callback(wanted)));

        assertThat(result.outcome()).isEqualTo("failed");
        assertThat(result.reason().orElseThrow()).isIn("refused", "reset");
    }

    @Test
    void whatCannotBeSentToIsNotAsked() {
        assertThat(result(new Lookup.Forbidden("private", Subscription.Retry.DEFAULT))
                        .outcome())
                .isEqualTo(TestResult.BLOCKED);
        assertThat(result(new Lookup.Broken("a secret", 0)).reason()).contains("setup");
        assertThat(asked).isEmpty();
    }
}
