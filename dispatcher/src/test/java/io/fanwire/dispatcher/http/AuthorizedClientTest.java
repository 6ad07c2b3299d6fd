package io.fanwire.dispatcher.http;

import static io.fanwire.dispatcher.http.ClientWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.callbacks.Opened;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.AttemptOutcome.Delivered;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.schemas.Access;
import io.fanwire.schemas.Subscription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts with access tokens: a token endpoint and a callback that demands its newest token, both on loopback. */
final class AuthorizedClientTest {
    private static final String SECRET = "p&ss word";
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    private final ClientWorld world = new ClientWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @AfterAll
    static void nothingLeaked() {
        ClientWorld.nothingLeaked();
    }

    /** Its answers are {@code token-1}, {@code token-2}, … */
    private static RudeServer endpoint(int seconds) {
        return new RudeServer(conversation -> {
            if (conversation.request().isPresent()) {
                conversation.send(json(
                        200,
                        "{\"token_type\":\"Bearer\",\"expires_in\":" + seconds + ",\"access_token\":\"token-"
                                + conversation.number() + "\"}"));
            }
        });
    }

    private static String json(int status, String body) {
        return "HTTP/1.1 " + status + " X\r\ncontent-type: application/json\r\ncontent-length: " + body.length()
                + "\r\nconnection: close\r\n\r\n" + body;
    }

    private static RudeServer accepting(String token) {
        return new RudeServer(conversation -> {
            for (var request = conversation.request(); request.isPresent(); request = conversation.request()) {
                boolean good = request.get()
                        .header("authorization")
                        .filter(("Bearer " + token)::equals)
                        .isPresent();
                conversation.send("HTTP/1.1 " + (good ? 200 : 401) + " X\r\ncontent-length: 0\r\n\r\n");
            }
        });
    }

    private static Callback callback(RudeServer receiver, RudeServer endpoint, String... more) {
        Subscription plain = Samples.subscription(
                Samples.KEY, "http://127.0.0.1:" + receiver.port() + "/in", Subscription.Signing.NONE, TIMEOUT);
        Map<String, String> parameters = new HashMap<>(Map.of(
                "tokenUrl",
                "http://127.0.0.1:" + endpoint.port() + "/token?x=1",
                "clientId",
                "fan:out",
                "scope",
                "a b"));
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        return Opened.callback(plain, Map.of(), Map.of(), Access.Auth.OAUTH2, parameters, SECRET);
    }

    @Test
    void oneTokenIsAskedForThoughManyWait() throws IOException, InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        try (RudeServer receiver = accepting("token");
                RudeServer endpoint = new RudeServer(conversation -> {
                    conversation.request();
                    await(go);
                    conversation.send(json(200, "{\"access_token\":\"token\",\"token_type\":\"bearer\"}"));
                })) {
            Callback callback = callback(receiver, endpoint);

            List<AttemptOutcome> outcomes = world.authorized(callback, 300, go::countDown);

            assertThat(outcomes).hasSize(300).containsOnly(new Delivered(200));
            assertThat(endpoint.requests()).hasSize(1);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    @Test
    void aTokenIsAskedForAsTheStandardSaysAndKept() throws IOException {
        try (RudeServer receiver = accepting("token-1");
                RudeServer endpoint = endpoint(3600)) {
            Callback callback = callback(receiver, endpoint, "audience", "https://api.example.com");
            assertThat(world.authorized(callback)).isEqualTo(new Delivered(200));
            assertThat(world.authorized(callback)).isEqualTo(new Delivered(200));

            RudeServer.Request request = endpoint.requests().get(0);
            assertThat(endpoint.requests()).hasSize(1);
            assertThat(request.head()).startsWith("POST /token?x=1 HTTP/1.1\r\n");
            assertThat(request.header("content-type")).contains("application/x-www-form-urlencoded");
            assertThat(request.header("authorization")).contains("Basic ZmFuJTNBb3V0OnAlMjZzcyt3b3Jk");
            assertThat(new String(request.body().bytes(), StandardCharsets.UTF_8))
                    .isEqualTo("grant_type=client_credentials&audience=https%3A%2F%2Fapi.example.com&scope=a+b");
        }
    }

    @Test
    void aClientMayNameItselfInTheBody() throws IOException {
        try (RudeServer receiver = accepting("token-1");
                RudeServer endpoint = endpoint(3600)) {
            world.authorized(callback(receiver, endpoint, "tokenEndpointAuthMethod", "client_secret_post"));

            RudeServer.Request request = endpoint.requests().get(0);
            assertThat(request.header("authorization")).isEmpty();
            assertThat(new String(request.body().bytes(), StandardCharsets.UTF_8))
                    .endsWith("&client_id=fan%3Aout&client_secret=p%26ss+word");
        }
    }

    @Test
    void shortlyBeforeItExpiresAnotherIsAskedFor() throws IOException {
        try (RudeServer receiver = accepting("token-2");
                RudeServer endpoint = endpoint(100)) {
            Callback callback = callback(receiver, endpoint);
            assertThat(world.authorized(callback).status()).contains(401);
            world.advance(Duration.ofSeconds(89));
            failure(world.authorized(callback), ErrorClass.AUTH);
            assertThat(world.authorized(callback)).isEqualTo(new Delivered(200));
            world.advance(Duration.ofSeconds(91));
            world.authorized(callback);

            assertThat(endpoint.requests()).hasSize(3);
        }
    }

    /** Four requests of the callback are four attempts. A callback that takes no token does not cost the endpoint one each time. */
    @Test
    void aTokenThatIsRefusedIsReplacedForTheNextAttempt() throws IOException {
        try (RudeServer receiver = accepting("none");
                RudeServer endpoint = endpoint(3600)) {
            Callback callback = callback(receiver, endpoint);

            failure(world.authorized(callback), ErrorClass.STATUS);
            failure(world.authorized(callback), ErrorClass.STATUS);
            assertThat(endpoint.requests()).hasSize(1);

            world.advance(Tokens.YOUNG);
            assertThat(failure(world.authorized(callback), ErrorClass.AUTH)).contains("401");
            failure(world.authorized(callback), ErrorClass.STATUS);

            assertThat(endpoint.requests()).hasSize(2);
            assertThat(receiver.requests()).hasSize(4);
        }
    }

    @Test
    void aTokenEndpointThatIsDownIsNotTheCallbacksFault() throws IOException {
        try (RudeServer receiver = accepting("token");
                RudeServer endpoint = RudeServer.answering(
                        json(401, "{\"error\":\"invalid_client\",\"error_description\":\"p&ss word\"}"))) {
            Callback callback = callback(receiver, endpoint);

            assertThat(failure(world.authorized(callback), ErrorClass.AUTH))
                    .isEqualTo("the token endpoint answered 401 invalid_client");
            assertThat(failure(world.authorized(callback), ErrorClass.AUTH)).contains("401");
            assertThat(endpoint.requests()).as("it is left alone for a while").hasSize(1);

            world.advance(Duration.ofSeconds(1));
            world.authorized(callback);
            world.advance(Duration.ofSeconds(1));
            world.authorized(callback);
            assertThat(endpoint.requests()).as("for longer and longer").hasSize(2);
            assertThat(receiver.requests()).isEmpty();
        }
        assertThat(ErrorClass.AUTH.callbacksFault()).isFalse();
    }

    @Test
    void aTokenThatDoesNotComeInTimeEndsTheAttempt() throws IOException {
        try (RudeServer receiver = accepting("token");
                RudeServer endpoint = new RudeServer(RudeServer.Conversation::untilClosed)) {
            Subscription plain = Samples.subscription(
                    Samples.KEY,
                    "http://127.0.0.1:" + receiver.port() + "/in",
                    Subscription.Signing.NONE,
                    Duration.ofMillis(200));
            Callback callback = Opened.callback(
                    plain,
                    Map.of(),
                    Map.of(),
                    Access.Auth.OAUTH2,
                    Map.of("tokenUrl", "http://127.0.0.1:" + endpoint.port() + "/", "clientId", "fan"),
                    SECRET);

            assertThat(failure(world.authorized(callback), ErrorClass.AUTH)).contains("within 200 ms");
            assertThat(receiver.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{\"access_token\":\"token\"}",
                "{\"access_token\":\"token\",\"token_type\":\"mac\"}",
                "{\"access_token\":\"to\\r\\nken\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":{\"a\":1},\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"token\",\"token_type\":\"Bearer\"",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[["
            })
    void anAnswerThatIsNoTokenIsRefused(String body) throws IOException {
        try (RudeServer receiver = accepting("token");
                RudeServer endpoint = RudeServer.answering(json(200, body))) {
            failure(world.authorized(callback(receiver, endpoint)), ErrorClass.AUTH);
            assertThat(receiver.connections()).isZero();
        }
    }

    @Test
    void anEndlessAnswerIsCutOffAndRefused() throws IOException {
        try (RudeServer receiver = accepting("token");
                RudeServer endpoint = new RudeServer(conversation -> {
                    conversation.request();
                    conversation.send("HTTP/1.1 200 OK\r\n\r\n{\"access_token\":\"");
                    while (true) {
                        conversation.send("x".repeat(1024));
                    }
                })) {
            failure(world.authorized(callback(receiver, endpoint)), ErrorClass.AUTH);
        }
    }
}
