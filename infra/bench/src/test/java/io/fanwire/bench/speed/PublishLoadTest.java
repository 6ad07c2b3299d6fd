package io.fanwire.bench.speed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishLoadTest {
    @Test
    void aRequestIsOneEventOrABatchOfTheSizeThatWasAskedFor() throws IOException {
        JsonNode one =
                body(PublishRequest.of("fw_key", "orders", 1, 1024, "k", "").next());
        JsonNode many =
                body(PublishRequest.of("fw_key", "orders", 3, 64, "k", "").next());

        assertThat(one.path("data").toString()).hasSize(1024);
        assertThat(one.path("key").asText()).isEqualTo("k");
        assertThat(many)
                .hasSize(3)
                .allSatisfy(event -> assertThat(event.path("data").toString()).hasSize(64));
        assertThat(many.get(0).path("data")).isNotEqualTo(many.get(1).path("data"));
    }

    @Test
    void idsComeOnceEach() throws IOException {
        PublishRequest many = PublishRequest.of("fw_key", "orders", 3, 64, "k", "l1-0-");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            body(many.next()).forEach(event -> ids.add(event.path("id").asText()));
        }

        assertThat(ids).hasSize(15).doesNotHaveDuplicates();
        assertThat(ids.get(14)).isEqualTo("l1-0-000000000014");
    }

    @Test
    void everyAnsweredEventIsCounted(@TempDir Path folder) throws Exception {
        Path result = folder.resolve("result");
        int length = PublishRequest.of("fw_key", "orders", 5, 10, "key-0", "").next().length;
        try (Answering server = new Answering(length, "202 Accepted", 4)) {
            assertThatThrownBy(() -> PublishLoad.main(arguments(server, result)))
                    .as("a server that hangs up voids the figure")
                    .hasRootCauseInstanceOf(IOException.class);
            assertThat(result).doesNotExist();
        }
        try (Answering server = new Answering(length, "202 Accepted", Integer.MAX_VALUE)) {
            PublishLoad.main(arguments(server, result));
            assertThat(LaneResult.parse(Files.readString(result)).events()).isEqualTo(5L * server.answered.get());
        }
    }

    @Test
    void aRefusalIsNoFigure() throws Exception {
        PublishRequest request = PublishRequest.of("fw_key", "orders", 1, 10, "key-0", "");
        try (Answering server = new Answering(request.next().length, "503 Service Unavailable", 1)) {
            long later = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            assertThatThrownBy(() -> PublishConnection.publish(server.port(), request, later))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("503");
        }
    }

    @Test
    void aResultIsReadAsItWasWritten() {
        LaneResult result = new LaneResult(1000, 2.5, 30, 4, 5, 6);

        assertThat(LaneResult.parse(result.line() + "\n")).isEqualTo(result);
        assertThat(result.perSecond()).isEqualTo(400);
        assertThatThrownBy(() -> LaneResult.parse("1000")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void quantilesAndMediansLeaveTheWarmUpOut() {
        long[] nanos = new long[100];
        Arrays.setAll(nanos, n -> (n + 1) * 1000L);
        assertThat(LaneResult.quantile(nanos, 0.5)).isEqualTo(51);
        assertThat(LaneResult.quantile(nanos, 0.999)).isEqualTo(100);
        assertThat(LaneResult.quantile(new long[0], 0.5)).isZero();

        List<PublishRow> rows = List.of(row(0, 900), row(1, 3), row(2, 1), row(3, 2));
        assertThat(PublishRow.summary(rows))
                .singleElement()
                .asString()
                .startsWith("median")
                .contains(" 2.0 ");
    }

    private static PublishRow row(int round, double gateway) {
        return new PublishRow(round, "single", new LaneResult(10, 1, 1, 1, 1, 1), gateway, 1);
    }

    private static String[] arguments(Answering server, Path result) {
        return new String[] {
            Integer.toString(server.port()), "fw_key", "orders", "1", "5", "10", "1", "-", result.toString()
        };
    }

    private static JsonNode body(byte[] request) throws IOException {
        String text = new String(request, UTF_8);
        String body = text.substring(text.indexOf("\r\n\r\n") + 4);
        assertThat(text).contains("content-length: " + body.length() + "\r\n");
        return new ObjectMapper().readTree(body);
    }

    /** Answers requests of one length, so many on a connection, and then hangs up. */
    private static final class Answering implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final Thread thread = new Thread(this::serve, "answering");
        private final int length;
        private final String status;
        private final int most;
        private final AtomicInteger answered = new AtomicInteger();

        Answering(int length, String status, int most) throws IOException {
            this.length = length;
            this.status = status;
            this.most = most;
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return socket.getLocalPort();
        }

        private void serve() {
            try (Socket peer = socket.accept()) {
                byte[] answer = ("HTTP/1.1 " + status + "\r\nContent-Length: 2\r\n\r\n{}").getBytes(US_ASCII);
                for (int n = 0; n < most && peer.getInputStream().readNBytes(length).length == length; n++) {
                    answered.incrementAndGet();
                    peer.getOutputStream().write(answer);
                }
            } catch (IOException closed) {
                // the test has what it wanted
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
