package io.fanwire.dispatcher.http;

import static io.fanwire.dispatcher.http.ClientWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.dispatcher.fixture.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are none. */
final class NettyCallbackClientRudeTest {
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final ClientWorld world = new ClientWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @AfterAll
    static void nothingLeaked() {
        ClientWorld.nothingLeaked();
    }

    /** The outcome where the server says this after the request and closes the connection. */
    private AttemptOutcome cutOffAfter(String answer) throws IOException {
        try (RudeServer server = new RudeServer(conversation -> {
            conversation.request();
            conversation.send(answer);
        })) {
            return world.attempt(server);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rubbish\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/1.1 abc OK\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: minus\r\n\r\nok",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnot hex\r\nok\r\n0\r\n\r\n"
            })
    void whatIsNotHttpIsMalformed(String answer) throws IOException {
        assertThat(failure(cutOffAfter(answer), ErrorClass.MALFORMED)).startsWith("the answer is not HTTP");
    }

    @Test
    void aHeaderBlockOverItsBoundIsMalformed() throws IOException {
        String header = "x-many: " + "x".repeat(1000) + "\r\n";

        failure(
                cutOffAfter("HTTP/1.1 200 OK\r\n" + header.repeat(20) + "content-length: 0\r\n\r\n"),
                ErrorClass.MALFORMED);
        failure(
                cutOffAfter("HTTP/1.1 200 " + "x".repeat(5000) + "\r\ncontent-length: 0\r\n\r\n"),
                ErrorClass.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200",
                "HTTP/1.1 200 OK\r\ncontent-le",
                "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nok",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n"
            })
    void anAnswerThatIsCutOffIsAReset(String answer) throws IOException {
        failure(cutOffAfter(answer), ErrorClass.RESET);
    }

    @Test
    void aResetIsAReset() throws IOException {
        try (RudeServer server = new RudeServer(conversation -> {
            conversation.request();
            conversation.send("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\no");
            conversation.reset();
        })) {
            failure(world.attempt(server), ErrorClass.RESET);
        }
    }

    /** Where the reset comes before the connection is complete, it counts as refused. */
    @Test
    void aConnectionThatIsClosedAtOnceFails() throws IOException {
        try (RudeServer server = new RudeServer(RudeServer.Conversation::reset)) {
            assertThat(world.attempt(server).reason().orElseThrow()).isIn("reset", "refused");
        }
    }

    @Test
    void aPortWhereNobodyListensRefuses() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        failure(
                world.attempt("http://127.0.0.1:" + port + "/", Duration.ofSeconds(5), Samples.delivery()),
                ErrorClass.REFUSED);
    }

    @Test
    void aServerThatNeverAnswersCostsTheTimeoutAndIsHungUpOn() throws IOException, InterruptedException {
        CountDownLatch hungUp = new CountDownLatch(1);
        try (RudeServer server = new RudeServer(conversation -> {
            conversation.untilClosed();
            hungUp.countDown();
        })) {
            long start = System.nanoTime();
            AttemptOutcome outcome = world.attempt(server, SHORT);
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(failure(outcome, ErrorClass.TIMEOUT))
                    .isEqualTo("no complete answer within 1000 ms, while waiting for the answer");
            assertThat(took).isBetween(SHORT, SHORT.plusSeconds(2));
            assertThat(hungUp.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aBodyThatStallsCostsTheTimeoutToo() throws IOException {
        try (RudeServer server = new RudeServer(conversation -> {
            conversation.request();
            conversation.send("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nok");
            conversation.untilClosed();
        })) {
            assertThat(failure(world.attempt(server, SHORT), ErrorClass.TIMEOUT))
                    .endsWith("while reading the answer");
        }
    }

    @Test
    void aBodyThatTricklesDoesNotExtendTheTimeout() throws IOException {
        try (RudeServer server = new RudeServer(conversation -> {
            conversation.request();
            conversation.send("HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n");
            while (true) {
                conversation.send("x");
                conversation.pause(Duration.ofMillis(20));
            }
        })) {
            failure(world.attempt(server, SHORT), ErrorClass.TIMEOUT);
        }
    }

    @Test
    void aHandshakeThatIsNeverAnsweredCostsTheTimeoutAndIsHungUpOn() throws IOException, InterruptedException {
        CountDownLatch hungUp = new CountDownLatch(1);
        try (RudeServer server = new RudeServer(conversation -> {
            conversation.untilClosed();
            hungUp.countDown();
        })) {
            AttemptOutcome outcome =
                    world.attempt("https://127.0.0.1:" + server.port() + "/", SHORT, Samples.delivery());

            assertThat(failure(outcome, ErrorClass.TIMEOUT)).endsWith("while shaking hands");
            assertThat(hungUp.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsATlsFailure() throws IOException {
        try (RudeServer server = new RudeServer(conversation -> conversation.send("HTTP/1.1 400 Bad\r\n\r\n"))) {
            failure(
                    world.attempt(
                            "https://127.0.0.1:" + server.port() + "/", Duration.ofSeconds(5), Samples.delivery()),
                    ErrorClass.TLS);
        }
    }
}
