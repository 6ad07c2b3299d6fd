package io.fanwire.dispatcher.http;

import static io.fanwire.dispatcher.http.ClientWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.AttemptOutcome.Blocked;
import io.fanwire.dispatcher.delivery.AttemptOutcome.Delivered;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.runtime.Settings;
import io.fanwire.runtime.net.EgressRules;
import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.runtime.net.Names;
import io.fanwire.runtime.net.Names.Answer;
import io.fanwire.schemas.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where connections go: to addresses that were looked up and vetted for them, and nowhere else. */
final class NettyCallbackClientGuardTest {
    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final String NO_CONTENT = "HTTP/1.1 204 No Content\r\n\r\n";

    private final List<AutoCloseable> open = new ArrayList<>();
    private final AtomicInteger lookUps = new AtomicInteger();
    private volatile CompletableFuture<Answer> answer = CompletableFuture.completedFuture(Answer.of());

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    @AfterAll
    static void nothingLeaked() {
        ClientWorld.nothingLeaked();
    }

    /** Loopback stands for the public Internet, but for the addresses that are forbidden anyway. */
    private ClientWorld world(String... settings) {
        Map<String, String> all = new HashMap<>(Map.of("callbacks.allow.http", "true"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        Names names = name -> {
            lookUps.incrementAndGet();
            return answer;
        };
        ClientWorld world = new ClientWorld(
                Optional.empty(), EgressRules.from(Settings.of(EgressRules.define(new ConfigDef()), all)), names);
        open.add(world);
        return world;
    }

    private void names(String... addresses) {
        answer = CompletableFuture.completedFuture(Answer.of(addresses));
    }

    private RudeServer server() {
        RudeServer server = RudeServer.answering(NO_CONTENT);
        open.add(server);
        return server;
    }

    private static Callback to(String scheme, String host, int port, Duration timeout) {
        Subscription subscription = Samples.subscription(
                Samples.KEY, scheme + "://" + host + ":" + port + "/in", Subscription.Signing.NONE, timeout);
        return new Callback(subscription, 17, new HttpUrl(scheme, host, false, port, "/in"), List.of());
    }

    private static AttemptOutcome attempt(ClientWorld world, String host, RudeServer server) {
        return world.attempt(to("http", host, server.port(), PATIENT), Samples.delivery());
    }

    @Test
    void theVettedAddressIsDialledAndTheNameIsTheHost() {
        ClientWorld world = world("callbacks.allow.loopback", "true");
        RudeServer server = server();
        names("127.0.0.1");

        assertThat(attempt(world, "hooks.example.org", server)).isEqualTo(new Delivered(204));
        assertThat(attempt(world, "hooks.example.org", server)).isEqualTo(new Delivered(204));

        assertThat(server.requests().get(0).header("host")).contains("hooks.example.org:" + server.port());
        assertThat(lookUps).as("one look-up for one connection").hasValue(1);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void aForbiddenAddressIsBlockedAndNobodyIsDialled() {
        ClientWorld world = world("callbacks.allow.networks", "127.0.0.2/32");
        RudeServer server = server();

        for (String forbidden : List.of("127.0.0.1", "10.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254")) {
            names("127.0.0.2", forbidden);
            assertThat(attempt(world, "hooks.example.org", server))
                    .as(forbidden)
                    .isInstanceOf(Blocked.class)
                    .satisfies(outcome -> assertThat(outcome.reason()).contains("blocked"));
        }
        assertThat(attempt(world, "127.0.0.1", server)).isEqualTo(new Blocked("loopback"));
        assertThat(server.connections()).isZero();
    }

    @Test
    void aNameWithoutAnAddressIsADnsFailure() {
        assertThat(failure(attempt(world(), "none.example.org", server()), ErrorClass.DNS))
                .isEqualTo("the name has no address");
    }

    @Test
    void theLookUpCountsInTheDeadline() {
        answer = new CompletableFuture<>();

        AttemptOutcome outcome =
                world().attempt(to("http", "slow.example.org", 8080, Duration.ofMillis(200)), Samples.delivery());

        assertThat(failure(outcome, ErrorClass.TIMEOUT)).endsWith("while looking up the name");
    }

    @Test
    void whatWasOpenIsVettedAgainAfterAMinute() {
        ClientWorld world = world("callbacks.allow.loopback", "true");
        RudeServer server = server();
        names("127.0.0.1");
        attempt(world, "flip.example.org", server);
        names("10.0.0.1");
        for (int second = 0; second < 57; second += 3) {
            world.advance(Duration.ofSeconds(3));
            assertThat(attempt(world, "flip.example.org", server)).isEqualTo(new Delivered(204));
        }
        world.advance(Duration.ofSeconds(3));

        assertThat(attempt(world, "flip.example.org", server)).isEqualTo(new Blocked("private"));
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void theNextAddressIsTriedWhereNobodyListensAtTheFirst() {
        ClientWorld world = world("callbacks.allow.loopback", "true");
        RudeServer server = server();
        names("127.0.0.7", "127.0.0.8", "127.0.0.1");

        assertThat(attempt(world, "many.example.org", server)).isEqualTo(new Delivered(204));

        names("127.0.0.7", "127.0.0.8", "127.0.0.9", "127.0.0.1");
        assertThat(failure(attempt(world, "more.example.org", server), ErrorClass.REFUSED))
                .isNotEmpty();
    }

    @Test
    void anInstallationsOwnListenerIsBlockedEvenOnAnAllowedLoopback() {
        RudeServer server = server();
        ClientWorld world = world("callbacks.allow.loopback", "true", "callbacks.self", "127.0.0.1:" + server.port());
        names("127.0.0.1");

        assertThat(attempt(world, "hooks.example.org", server)).isEqualTo(new Blocked("self"));
        assertThat(attempt(world, "localhost", server)).isEqualTo(new Blocked("self"));
        assertThat(server.connections()).isZero();
    }

    @Test
    void aRedirectIsAFailureAndIsNotFollowed() {
        ClientWorld world = world("callbacks.allow.loopback", "true");
        RudeServer target = server();
        for (int status : List.of(301, 302, 303, 307, 308)) {
            RudeServer server = RudeServer.answering("HTTP/1.1 " + status + " Elsewhere\r\nlocation: http://127.0.0.1:"
                    + target.port() + "/\r\ncontent-length: 0\r\n\r\n");
            open.add(server);
            names("127.0.0.1");

            assertThat(failure(attempt(world, "hooks.example.org", server), ErrorClass.STATUS))
                    .isEqualTo("answered " + status);
        }
        assertThat(target.connections()).isZero();
        assertThat(lookUps).hasValue(5);
    }

    @Test
    void proxiesOfTheEnvironmentAreIgnored() {
        RudeServer proxy = server();
        List<String> names = List.of("http.proxyHost", "https.proxyHost", "socksProxyHost");
        names.forEach(name -> System.setProperty(name, "127.0.0.1"));
        names.forEach(name -> System.setProperty(name.replace("Host", "Port"), Integer.toString(proxy.port())));
        try {
            ClientWorld world = world("callbacks.allow.loopback", "true");
            names("127.0.0.1");

            assertThat(attempt(world, "hooks.example.org", server())).isEqualTo(new Delivered(204));
        } finally {
            names.forEach(name -> {
                System.clearProperty(name);
                System.clearProperty(name.replace("Host", "Port"));
            });
        }
        assertThat(proxy.connections()).isZero();
    }

    @Test
    void theOperatorsProxyIsToldTheVettedAddress() throws IOException {
        RudeServer server = server();
        try (ConnectProxy proxy = new ConnectProxy("HTTP/1.1 200 OK\r\n\r\n", server.port())) {
            ClientWorld world =
                    world("callbacks.allow.networks", "127.0.0.2/32", "callbacks.proxy", "127.0.0.1:" + proxy.port());
            names("127.0.0.2");

            assertThat(attempt(world, "hooks.example.org", server)).isEqualTo(new Delivered(204));
            assertThat(attempt(world, "hooks.example.org", server)).isEqualTo(new Delivered(204));
            assertThat(proxy.heads).hasSize(1);
            assertThat(proxy.heads.get(0)).startsWith("CONNECT 127.0.0.2:" + server.port() + " HTTP/1.1");
            assertThat(server.requests().get(1).head()).startsWith("POST /in HTTP/1.1");

            names("127.0.0.1");
            assertThat(attempt(world, "other.example.org", server)).isEqualTo(new Blocked("loopback"));
            assertThat(proxy.heads).hasSize(1);
        }
    }

    @Test
    void aProxyThatRefusesIsAFailure() throws IOException {
        RudeServer server = server();
        try (ConnectProxy proxy = new ConnectProxy("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n", 0)) {
            ClientWorld world =
                    world("callbacks.allow.networks", "127.0.0.2/32", "callbacks.proxy", "127.0.0.1:" + proxy.port());
            names("127.0.0.2");

            assertThat(failure(attempt(world, "hooks.example.org", server), ErrorClass.REFUSED))
                    .contains("403");
            AttemptOutcome overTls =
                    world.attempt(to("https", "hooks.example.org", server.port(), PATIENT), Samples.delivery());
            assertThat(failure(overTls, ErrorClass.REFUSED)).contains("403");
        }
        assertThat(server.connections()).isZero();
    }
}
