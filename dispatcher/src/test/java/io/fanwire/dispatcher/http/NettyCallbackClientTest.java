package io.fanwire.dispatcher.http;

import static io.fanwire.dispatcher.fixture.Samples.KEY;
import static io.fanwire.dispatcher.fixture.Samples.delivery;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.AttemptOutcome.Delivered;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.dispatcher.fixture.Seeds;
import io.fanwire.schemas.Payload;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are HTTP, ordinary and odd. */
final class NettyCallbackClientTest {
    private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

    private final ClientWorld world = new ClientWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @AfterAll
    static void nothingLeaked() {
        ClientWorld.nothingLeaked();
    }

    private AttemptOutcome answered(String answer) throws IOException {
        try (RudeServer server = RudeServer.answering(answer)) {
            return world.attempt(server);
        }
    }

    @ParameterizedTest
    @CsvSource({"200 OK", "201 Created", "202 Accepted", "204 No Content", "299 Fine"})
    void everySuccessIsADelivery(String line) throws IOException {
        String length = line.startsWith("204") ? "" : "content-length: 0\r\n";

        assertThat(answered("HTTP/1.1 " + line + "\r\n" + length + "\r\n"))
                .isEqualTo(new Delivered(Integer.parseInt(line.substring(0, 3))));
    }

    @Test
    void anErrorIsAFailureWithItsStatus() throws IOException {
        AttemptOutcome outcome = answered("HTTP/1.1 500 Oh no\r\ncontent-length: 4\r\n\r\noops");

        assertThat(outcome)
                .isEqualTo(new AttemptOutcome.Failed(ErrorClass.STATUS, Optional.of(500), Optional.of("answered 500")));
    }

    @Test
    void goneIsGone() throws IOException {
        assertThat(answered("HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n")).isEqualTo(new AttemptOutcome.Gone());
    }

    @Test
    void aCallbackMayAskForTime() throws IOException {
        assertThat(answered("HTTP/1.1 429 Slow down\r\nretry-after: 90\r\ncontent-length: 0\r\n\r\n"))
                .isEqualTo(new AttemptOutcome.Throttled(429, Optional.of(Duration.ofSeconds(90))));
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        try (RudeServer server =
                RudeServer.answering("HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n")) {
            assertThat(world.attempt(server).status()).contains(302);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void interimAnswersAreNotTheAnswer() throws IOException {
        assertThat(answered("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
                        + "HTTP/1.1 103 Early Hints\r\nlink: </a.css>\r\n\r\n" + OK))
                .isEqualTo(new Delivered(200));
    }

    @Test
    void aSwitchOfProtocolsIsNoAnswer() throws IOException {
        ClientWorld.failure(
                answered("HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n"),
                ErrorClass.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\nx-trailer: 1\r\n\r\n",
                "HTTP/1.1 200\r\ncontent-length: 0\r\n\r\n",
                "\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nx-list: a\r\nx-list: b\r\ncontent-length: 0\r\n\r\n"
            })
    void oddButValidAnswersAreRead(String answer) throws IOException {
        assertThat(answered(answer)).isEqualTo(new Delivered(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.0 200 OK\r\n\r\nok", "HTTP/1.1 200 OK\r\n\r\nok", "HTTP/1.0 200 OK\r\n\r\n"})
    void anAnswerWithoutALengthEndsWithItsConnection(String answer) throws IOException {
        try (RudeServer server = new RudeServer(conversation -> {
            conversation.request();
            conversation.send(answer);
        })) {
            assertThat(world.attempt(server)).isEqualTo(new Delivered(200));
            assertThat(world.attempt(server)).isEqualTo(new Delivered(200));
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void anAnswerThatIsFollowedByAHalfCloseCounts() throws IOException {
        try (RudeServer server = new RudeServer(conversation -> {
            conversation.request();
            conversation.send(OK);
            conversation.halfClose();
            conversation.untilClosed();
        })) {
            assertThat(world.attempt(server)).isEqualTo(new Delivered(200));
        }
    }

    @Test
    void anEndlessBodyIsCutOffAndTheStatusCounts() throws IOException, InterruptedException {
        CountDownLatch cutOff = new CountDownLatch(1);
        try (RudeServer server = new RudeServer(conversation -> {
            conversation.request();
            conversation.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
            try {
                while (true) {
                    conversation.send("400\r\n" + "x".repeat(1024) + "\r\n");
                }
            } finally {
                cutOff.countDown();
            }
        })) {
            assertThat(world.attempt(server)).isEqualTo(new Delivered(200));
            assertThat(cutOff.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 65_536, 262_144})
    void theBodyArrivesToTheLetterWithItsLength(int size) throws IOException {
        byte[] body = new byte[size];
        Seeds.random().nextBytes(body);
        try (RudeServer server = RudeServer.answering(OK)) {
            world.attempt(server, delivery("dlv_1", KEY, Payload.of(body), "application/octet-stream"));

            RudeServer.Request request = server.requests().get(0);
            assertThat(request.body()).isEqualTo(Payload.of(body));
            assertThat(request.head()).startsWith("POST /in HTTP/1.1\r\n");
            assertThat(request.header("content-length")).contains(Integer.toString(size));
            assertThat(request.header("host")).contains("127.0.0.1:" + server.port());
            assertThat(request.header("transfer-encoding")).isEmpty();
        }
    }

    @Test
    void anEventThatIsNoHeadersValueIsUnsendableAndNothingIsSent() throws IOException {
        try (RudeServer server = RudeServer.answering(OK)) {
            AttemptOutcome outcome =
                    world.attempt(server, delivery("dlv_1", KEY, Payload.utf8("x"), "text/plain\r\nx-forged: 1"));

            assertThat(ClientWorld.failure(outcome, ErrorClass.UNSENDABLE)).doesNotContain("\r", "\n");
            assertThat(server.connections()).isZero();
        }
    }
}
