package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.http.TestGateway.Reply;
import io.fanwire.gateway.publish.Published;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Too much at once, and others that are too slow. */
class GatewayOverloadTest {
    private static final String EVENTS = "/v1/topics/orders/events";
    private static final String EVENT = "{\"id\":\"e1\",\"type\":\"order.created\",\"data\":{\"n\":1}}";

    @TempDir
    private Path folder;

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(folder);
    }

    @AfterEach
    void everyByteIsGivenBack() {
        gateway.close();
        assertThat(gateway.gate.bytesInFlight()).isZero();
    }

    @Test
    void aFullGateSays429AndOpensAgain() {
        CompletableFuture<Void> brokerAnswers = new CompletableFuture<>();
        var accepting = gateway.log;
        gateway.log = event -> brokerAnswers.thenCompose(answer -> accepting.append(event));
        String large = "{\"type\":\"t\",\"data\":\"" + "a".repeat(250_000) + "\"}";
        List<CompletableFuture<Reply>> waiting = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> gateway.request("POST", EVENTS, large), task -> new Thread(task).start()))
                .toList();
        while (gateway.gate.bytesInFlight() < 8 * 250_000) {
            Thread.onSpinWait();
        }

        Reply refused = gateway.request("POST", EVENTS, large);
        brokerAnswers.complete(null);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("overloaded");
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(waiting)
                .allSatisfy(reply -> assertThat(reply.join().status()).isEqualTo(202));
        assertThat(gateway.request("POST", EVENTS, large).status()).isEqualTo(202);
    }

    @Test
    void bytesThatInflatingMadeCountLikeThoseThatWereSent() throws IOException {
        CompletableFuture<Checked<Published>> never = new CompletableFuture<>();
        byte[] small = gzip("{\"type\":\"t\",\"data\":\"" + "a".repeat(250_000) + "\"}");
        CompletableFuture<Void> appending = new CompletableFuture<>();
        gateway.log = event -> {
            appending.complete(null);
            return never;
        };
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(
                () -> gateway.request("POST", EVENTS, small, "Content-Encoding", "gzip")
                        .status(),
                task -> new Thread(task).start());
        appending.join();

        assertThat(gateway.gate.bytesInFlight()).isGreaterThan(250_000);

        Reply refused = gateway.request(
                "POST",
                EVENTS + ":batch",
                gzip("[{\"type\":\"t\",\"data\":\"" + barelyCompressible(2 << 20) + "\"}]"),
                "Content-Encoding",
                "gzip");
        assertThat(refused.status()).isEqualTo(429);
        never.complete(Checked.refused(Problem.unavailable("away")));
        assertThat(status.join()).isEqualTo(503);
    }

    private static String barelyCompressible(int length) {
        StringBuilder text = new StringBuilder(length);
        new Random(1).ints(length, 'a', 'z').forEach(letter -> text.append((char) letter));
        return text.toString();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void aBrokerThatIsAwayIs503WithRetryAfter() {
        gateway.log = event -> CompletableFuture.completedStage(Checked.refused(Problem.unavailable("away")));

        Reply one = gateway.request("POST", EVENTS, EVENT);
        Reply batch = gateway.request("POST", EVENTS + ":batch", "[" + EVENT + "," + EVENT + "]");

        assertThat(one.status()).isEqualTo(503);
        assertThat(one.code()).isEqualTo("unavailable");
        assertThat(one.header("Retry-After")).isNotEmpty();
        assertThat(batch.status()).isEqualTo(503);
    }

    @Test
    void aBrokerThatSaysNothingIs503InTimeAndItsBytesStayCounted() {
        gateway.close();
        HttpLimits d = HttpLimits.DEFAULT;
        gateway = new TestGateway(folder, HttpLimits.DEFAULT.within(d.body(), d.body(), Duration.ofMillis(50)));
        CompletableFuture<Checked<Published>> never = new CompletableFuture<>();
        gateway.log = event -> never;

        Reply reply = gateway.request("POST", EVENTS, EVENT);

        assertThat(reply.status()).isEqualTo(503);
        assertThat(gateway.gate.bytesInFlight()).isEqualTo(EVENT.length());
        never.complete(Checked.refused(Problem.unavailable("late")));
    }

    @Test
    void aRequestUnderWayIsAnsweredBeforeTheListenerEnds() {
        CompletableFuture<Checked<Published>> broker = new CompletableFuture<>();
        CompletableFuture<Void> appending = new CompletableFuture<>();
        gateway.log = event -> {
            appending.complete(null);
            return broker;
        };
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(
                () -> gateway.request("POST", EVENTS, EVENT), task -> new Thread(task).start());
        appending.join();

        CompletableFuture<Void> closed = CompletableFuture.runAsync(gateway::close, task -> new Thread(task).start());
        broker.complete(Checked.ok(new Published(1, 2)));

        assertThat(reply.join().status()).isEqualTo(202);
        closed.join();
    }

    @Test
    void slowBodiesAndSilentConnectionsAreCutOff() {
        gateway.close();
        HttpLimits d = HttpLimits.DEFAULT;
        Duration soon = Duration.ofMillis(50);
        gateway = new TestGateway(folder, d.within(soon, soon, d.answer()));

        assertThat(gateway.raw("POST " + EVENTS + " HTTP/1.1\nContent-Type: application/json\nAuthorization: Bearer "
                        + TestGateway.KEY + "\nHost: x\nContent-Length: 500\n\n{"))
                .startsWith("HTTP/1.1 408");
        assertThat(gateway.raw("POST /v1/")).startsWith("HTTP/1.1 408");
        assertThat(gateway.raw("")).isEmpty();
    }
}
