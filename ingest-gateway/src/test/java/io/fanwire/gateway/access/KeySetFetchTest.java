package io.fanwire.gateway.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fanwire.runtime.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys come from a file, or from a server that may be slow, endless or elsewhere. */
@Timeout(30)
class KeySetFetchTest {
    private static final Duration SOON = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool(Threads.daemons("test-issuer"));
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger elsewhere = new AtomicInteger();
    private HttpServer issuer = server();

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException taken) {
            throw new IllegalStateException(taken);
        }
    }

    @BeforeEach
    void start() {
        issuer.setExecutor(threads);
        issuer.createContext("/keys", exchange -> answer(exchange, 200, "{\"keys\":[]}".getBytes(UTF_8)));
        issuer.createContext("/missing", exchange -> answer(exchange, 404, new byte[0]));
        issuer.createContext("/huge", exchange -> answer(exchange, 200, new byte[KeySetFetch.MOST_BYTES + 1]));
        issuer.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("location", url("/elsewhere"));
            answer(exchange, 302, new byte[0]);
        });
        issuer.createContext("/elsewhere", exchange -> {
            elsewhere.incrementAndGet();
            answer(exchange, 200, new byte[0]);
        });
        issuer.createContext("/silent", exchange -> await());
        issuer.createContext("/half", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write("{\"keys".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            await();
        });
        issuer.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        issuer.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void await() {
        try {
            over.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + issuer.getAddress().getPort() + path;
    }

    private void fails(String path, String why) {
        assertThatThrownBy(() -> KeySetFetch.from(url(path), SOON).get())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aFileIsReadAnewEachTime() throws IOException {
        Path file = folder.resolve("keys.json");
        KeySetFetch fetch = KeySetFetch.from(file.toString());
        Files.writeString(file, "one");
        assertThat(fetch.get()).isEqualTo("one");
        Files.writeString(file, "two");
        assertThat(fetch.get()).isEqualTo("two");
    }

    @Test
    void aServerIsAsked() throws IOException {
        assertThat(KeySetFetch.from(url("/keys")).get()).isEqualTo("{\"keys\":[]}");
    }

    @Test
    void whatIsNoAnswerIsNone() {
        fails("/missing", "status 404");
        fails("/huge", "more than");
    }

    @Test
    void nobodyIsLedElsewhere() {
        fails("/moved", "status 302");
        assertThat(elsewhere).hasValue(0);
    }

    @Test
    void anAnswerThatDoesNotComeOrDoesNotEndIsGivenUp() {
        fails("/silent", "timed out");
        fails("/half", "");
    }
}
