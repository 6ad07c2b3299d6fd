package io.fanwire.dispatcher.testing;

import static io.fanwire.dispatcher.fixture.Samples.KEY;
import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.callbacks.Opened;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.dispatcher.http.AuthorizedClient;
import io.fanwire.dispatcher.http.ClientTls;
import io.fanwire.dispatcher.http.NettyCallbackClient;
import io.fanwire.dispatcher.http.Route;
import io.fanwire.dispatcher.http.Transport;
import io.fanwire.runtime.net.EgressGuard;
import io.fanwire.runtime.net.EgressRules;
import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.schemas.Access;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.TestResult;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestAttemptTest {
    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, Transport.best().io());
    private final EventLoop loop = group.next();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Instant now = NOW;
    private volatile String answer = "ok";
    private volatile String authorization = "";
    private NettyCallbackClient client;
    private AuthorizedClient authorized;
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        Route route = new Route(new EgressGuard(EgressRules.of(new HttpUrl.Policy(true, true))), name -> {
            throw new AssertionError(name + " is looked up");
        });
        client = new NettyCallbackClient(
                loop, Transport.best(), new ClientTls(Optional.empty(), Optional.empty()), route, () -> now);
        authorized = new AuthorizedClient(loop, client, () -> now);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getRequestBody().readAllBytes();
            byte[] body = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(503, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/token", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] body = "{\"access_token\":\"t-1\",\"token_type\":\"bearer\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        loop.submit(client::close).syncUninterruptibly();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void whatCameBackIsTold() {
        TestResult result = result(found(true));

        assertThat(result.deliveryId()).isEqualTo("dlv_1");
        assertThat(result.outcome()).isEqualTo("failed");
        assertThat(result.reason()).contains("status");
        assertThat(result.status()).contains(503);
        assertThat(result.response()).contains("ok");
        assertThat(result.at()).isEqualTo(NOW);
        assertThat(requests).hasValue(1);
    }

    @Test
    void aTestLogsInAsDeliveriesDoAndTellsNoToken() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Subscription plain = Samples.subscription(KEY, url + "/in", Subscription.Signing.NONE, Duration.ofSeconds(10));
        Map<String, String> login = Map.of("tokenUrl", url + "/token", "clientId", "c");

        TestResult result = result(new Lookup.Found(
                Opened.callback(plain, Map.of(), Map.of(), Access.Auth.OAUTH2, login, "client-secret")));

        assertThat(authorization).isEqualTo("Bearer t-1");
        assertThat(result.status()).contains(503);
        assertThat(result.response()).contains("ok");
        assertThat(result.toString()).doesNotContain("t-1", "client-secret");
    }

    @Test
    void aPausedSubscriptionIsTestedLikeAnyOther() {
        assertThat(result(found(false)).status()).contains(503);
    }

    @Test
    void onlyTheBeginningOfAnAnswerIsKeptAndNoHalfCharacter() {
        answer = "x" + "é".repeat(2000);

        assertThat(result(found(true)).response()).contains("x" + "é".repeat(511));
    }

    @Test
    void aSubscriptionThatIsNotKnownYetIsWaitedFor() {
        TestResult result = result(new Lookup.NotYet(), new Lookup.NotYet(), found(true));

        assertThat(result.status()).contains(503);
        assertThat(requests).hasValue(1);
    }

    @Test
    void nobodyWaitsForeverForASubscription() {
        now = NOW.plus(TestSender.AWAITED).plusMillis(1);

        TestResult result = result(new Lookup.NotYet());

        assertThat(result.outcome()).isEqualTo(TestResult.NOTHING_SENT);
        assertThat(result.reason()).contains("not_known_yet");
        assertThat(requests).hasValue(0);
    }

    @Test
    void whatCannotBeSentToIsNot() {
        assertThat(result(new Lookup.Deleted()).reason()).contains("subscription_deleted");
        assertThat(result(new Lookup.Forbidden("loopback", Subscription.Retry.DEFAULT))
                        .outcome())
                .isEqualTo("blocked");
        assertThat(result(new Lookup.Broken("a secret", 5)).reason()).contains("setup");
        assertThat(requests).hasValue(0);
    }

    private Lookup found(boolean enabled) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/in";
        Subscription plain = Samples.subscription(KEY, url, Subscription.Signing.NONE, Duration.ofSeconds(10));
        return new Lookup.Found(Samples.callback(Samples.with(plain, Optional.empty(), enabled)));
    }

    /** Of a test whose subscription is looked up with these results, the last one again and again. */
    private TestResult result(Lookup... lookups) {
        Queue<Lookup> left = new ArrayDeque<>(List.of(lookups));
        CompletableFuture<TestResult> told = new CompletableFuture<>();
        loop.execute(() -> new TestAttempt(
                        loop,
                        authorized,
                        (key, position) -> left.size() > 1 ? left.remove() : left.element(),
                        () -> now,
                        Samples.delivery(),
                        told::complete)
                .begin());
        return told.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
