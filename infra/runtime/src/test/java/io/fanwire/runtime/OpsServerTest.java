package io.fanwire.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ops listener over a real loopback socket. */
class OpsServerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Metrics metrics = new Metrics();
    private final Switch service = new Switch();
    private final OpsServer ops = OpsServer.start("127.0.0.1", 0, metrics, service);

    @AfterEach
    void close() {
        ops.close();
        metrics.close();
    }

    @Test
    void livenessFollowsTheService() throws Exception {
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/livez").body()).isEqualTo("ok\n");

        service.live = false;

        assertThat(get("/livez").statusCode()).isEqualTo(503);
        assertThat(get("/livez").body()).isEqualTo("down\n");
    }

    @Test
    void readinessNamesThePartThatIsNotReady() throws Exception {
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").body()).isEqualTo("ready\n");

        service.ready = false;

        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).isEqualTo("not ready: switch\n");
        try (OpsServer whole = OpsServer.start("127.0.0.1", 0, metrics, Services.inOrder("whole", List.of(service)))) {
            assertThat(send(whole.url() + "/readyz", "GET").body()).isEqualTo("not ready: whole\n");
        }
    }

    @Test
    void metricsAreInPrometheusText() throws Exception {
        metrics.counter("demo.errors", "Errors.").inc();

        HttpResponse<String> answer = get("/metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        assertThat(answer.body()).contains("fanwire_demo_errors_total 1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/livez/", "/metrics/x", "/admin", "/LIVEZ", "/debug/threads"})
    void thereIsNothingElse(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
        assertThat(get(path).body()).isEqualTo("not found\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
    void onlyReadingIsAllowed(String method) throws Exception {
        HttpResponse<String> answer = send(ops.url() + "/metrics", method);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void headTellsTheLengthAndSendsNothing() throws Exception {
        HttpResponse<String> answer = send(ops.url() + "/livez", "HEAD");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Length")).contains("3");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aBugIsA500WithoutDetails() throws Exception {
        service.broken = true;

        assertThat(get("/livez").statusCode()).isEqualTo(500);
        assertThat(get("/livez").body()).isEqualTo("error\n");
    }

    @Test
    void aTakenPortIsNamed() {
        assertThatThrownBy(() -> OpsServer.start("127.0.0.1", ops.port(), metrics, service))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("127.0.0.1:" + ops.port());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(ops.url() + path, "GET");
    }

    private HttpResponse<String> send(String url, String method) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    /** A service whose health the test sets; read by the listener's threads. */
    private static final class Switch implements Service {
        private volatile boolean live = true;
        private volatile boolean ready = true;
        private volatile boolean broken;

        @Override
        public void start() {}

        @Override
        public boolean live() {
            if (broken) {
                throw new IllegalStateException("a secret detail");
            }
            return live;
        }

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public String name() {
            return "switch";
        }

        @Override
        public void close() {}
    }
}
