package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.http.RawHttp.Reply;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one connection, or many of them, may do to all others. */
class HostileHttpTest {
    private static final String EVENTS = "/v1/topics/orders/events";
    private static final String EVENT = "{\"type\":\"t\",\"data\":1}";
    private static final String LINES =
            "Host: x\r\nContent-Type: application/json\r\nAuthorization: Bearer " + TestGateway.KEY + "\r\n";
    private static final String POST = "POST " + EVENTS + " HTTP/1.1\r\n" + LINES;
    private static final String WHOLE = POST + "Content-Length: " + EVENT.length() + "\r\n\r\n" + EVENT;
    private static final Duration SOON = Duration.ofMillis(300);

    @TempDir
    private Path folder;

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(folder);
    }

    private void restart(HttpLimits limits) {
        gateway.close();
        gateway = new TestGateway(folder, limits);
    }

    @AfterEach
    void everyByteIsGivenBack() {
        gateway.close();
        assertThat(gateway.gate.bytesInFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/2.0", "HTTP/0.9", "HTTP/1.2", "XTTP/1.1", "HTTP/1.1x", "http/1.1", "HTTP/11.1", ""})
    void otherVersionsAreNotSpoken(String version) {
        try (RawHttp connection = new RawHttp(gateway.port())) {
            List<Reply> replies =
                    connection.send(WHOLE.replaceFirst("HTTP/1.1", version)).readAll();
            assertThat(replies).extracting(Reply::status).containsExactly(400);
        }
        assertThat(gateway.published).isEmpty();
    }

    @Test
    void thePrefaceOfHttp2IsNoRequest() {
        try (RawHttp connection = new RawHttp(gateway.port())) {
            assertThat(connection.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").readAll())
                    .extracting(Reply::status)
                    .containsExactly(400);
        }
    }

    @Test
    void anOldVersionHasNoChunks() {
        try (RawHttp connection = new RawHttp(gateway.port())) {
            assertThat(connection
                            .send("POST " + EVENTS + " HTTP/1.0\r\n" + LINES + "Transfer-Encoding: chunked\r\n\r\n"
                                    + "0\r\n\r\n")
                            .readAll())
                    .extracting(Reply::status)
                    .containsExactly(400);
        }
    }

    /** The second of two is not what the first one says: neither is it answered, nor anything after it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/topics HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n",
                "GET /v1/topics HTTP/3.0\r\nHost: x\r\n\r\n",
                "GET /v1/topics HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\n"
            })
    void aBadRequestBehindAGoodOneEndsTheConnection(String second) {
        try (RawHttp connection = new RawHttp(gateway.port())) {
            assertThat(connection.send(WHOLE + second + WHOLE).readAll())
                    .extracting(Reply::status)
                    .containsExactly(202, 400);
        }
        assertThat(gateway.published).hasSize(1);
    }

    @Test
    void requestsInOneBreathAreAnsweredInTheirOrderUpToABound() {
        restart(HttpLimits.DEFAULT.with(new ConnectionLimits(10, 0, true, 3)));
        CompletableFuture<Void> first = new CompletableFuture<>();
        var accepting = gateway.log;
        gateway.log = event -> {
            afterThisTurn(() -> first.complete(null));
            return first.thenCompose(done -> accepting.append(event));
        };

        try (RawHttp connection = new RawHttp(gateway.port())) {
            connection.send(WHOLE.repeat(20));
            List<Integer> statuses =
                    connection.readAll().stream().map(Reply::status).toList();

            assertThat(statuses).startsWith(202).endsWith(400).hasSizeLessThan(20);
        }
    }

    /** Called on the event loop: once all that it read at a time was looked at. */
    private static void afterThisTurn(Runnable task) {
        Vertx.currentContext().runOnContext(turn -> task.run());
    }

    @Test
    void theHeaderOfEveryRequestHasItsTimeNotOnlyThatOfTheFirst() {
        restart(HttpLimits.DEFAULT.within(SOON, SOON, Duration.ofSeconds(4)));

        try (RawHttp connection = new RawHttp(gateway.port())) {
            assertThat(connection.send(WHOLE).read().status()).isEqualTo(202);
            assertThat(connection.send(WHOLE).read().status()).isEqualTo(202);
            CompletableFuture<Void> dripping = drip(connection, POST);
            assertThat(connection.read().status()).isEqualTo(408);
            assertThat(connection.ends()).isTrue();
            dripping.cancel(false);
        }
    }

    @Test
    void theBodyOfEveryRequestHasItsTimeAndItsLeastRate() {
        gateway =
                new TestGateway(folder, HttpLimits.DEFAULT.within(Duration.ofSeconds(4), SOON, Duration.ofSeconds(4)));

        try (RawHttp connection = new RawHttp(gateway.port())) {
            assertThat(connection.send(WHOLE).read().status()).isEqualTo(202);
            connection.send(POST + "Content-Length: 100000\r\n\r\n");
            CompletableFuture<Void> dripping = drip(connection, "{".repeat(10_000));
            assertThat(connection.read().status()).isEqualTo(408);
            assertThat(connection.ends()).isTrue();
            dripping.cancel(false);
        }
    }

    /** Without a body that means something, a request that announces one is answered at once, and read no further. */
    @Test
    void aBodyThatNobodyWantsIsNotWaitedFor() {
        try (RawHttp connection = new RawHttp(gateway.port())) {
            Reply reply = connection
                    .send("GET /v1/topics HTTP/1.1\r\n" + LINES + "Content-Length: 1000000000\r\n\r\n{")
                    .read();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(connection.ends()).isTrue();
        }
    }

    @Test
    void whoeverAsksAndDoesNotReadIsCutOff() throws IOException {
        restart(HttpLimits.DEFAULT.within(SOON, SOON, Duration.ofSeconds(4)));
        byte[] asking = "GET /openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1);

        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(2048);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
            boolean open = true;
            for (int i = 0; i < 20_000 && open; i++) {
                open = written(socket, asking);
                LockSupport.parkNanos(1_000_000);
            }
            assertThat(open).as("it is still asked, and answers into nothing").isFalse();
        }
        assertThat(gateway.request("GET", "/v1/topics", "").status()).isEqualTo(200);
    }

    private static boolean written(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void thereAreOnlySoManyConnections() {
        restart(HttpLimits.DEFAULT.with(new ConnectionLimits(5, 0, true, 100)));

        assertOnlySoMany(5, "all");
    }

    @Test
    void oneAddressHasOnlySoManyConnections() {
        restart(HttpLimits.DEFAULT.with(new ConnectionLimits(100, 5, true, 100)));

        assertOnlySoMany(5, "address");
    }

    @Test
    void thisMachinesOwnAddressesAreNotCounted() {
        restart(HttpLimits.DEFAULT.with(ConnectionLimits.of(100, 2)));
        List<RawHttp> open = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                open.add(new RawHttp(gateway.port()));
            }
            assertThat(open)
                    .allSatisfy(connection ->
                            assertThat(connection.send(WHOLE).read().status()).isEqualTo(202));
        } finally {
            open.forEach(RawHttp::close);
        }
    }

    /** Some are the test's own client's; those that are closed make room again. */
    private void assertOnlySoMany(int most, String limit) {
        List<RawHttp> open = new ArrayList<>();
        try {
            int answered = 0;
            for (int i = 0; i < most + 3; i++) {
                RawHttp connection = new RawHttp(gateway.port());
                open.add(connection);
                answered += connection.send(WHOLE).read().status() == 202 ? 1 : 0;
            }
            assertThat(answered).isBetween(most - 2, most);
            assertThat(gateway.metrics.prometheusText())
                    .contains("fanwire_gateway_connections_refused_total{limit=\"" + limit + "\"} "
                            + (most + 3.0 - answered));
        } finally {
            open.forEach(RawHttp::close);
        }
        Reply again = Reply.NONE;
        for (int i = 0; i < 200 && again.status() == 0; i++) {
            LockSupport.parkNanos(5_000_000);
            try (RawHttp connection = new RawHttp(gateway.port())) {
                again = connection.send(WHOLE).read();
            }
        }
        assertThat(again.status()).isEqualTo(202);
    }

    /** A byte now and then, never enough to be idle. */
    private static CompletableFuture<Void> drip(RawHttp connection, String text) {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            for (int i = 0; i < text.length() && !stopped.isDone(); i++) {
                connection.send(text.substring(i, i + 1));
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        });
        thread.setDaemon(true);
        thread.start();
        return stopped;
    }
}
