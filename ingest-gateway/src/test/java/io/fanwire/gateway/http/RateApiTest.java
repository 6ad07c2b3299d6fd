package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.fanwire.gateway.access.Rates;
import io.fanwire.gateway.http.TestGateway.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Rates at the door: who is refused is told when to come back, and nobody else is. */
class RateApiTest {
    private static final String EVENTS = "/v1/topics/orders/events";
    private static final String EVENT = "{\"type\":\"order.created\",\"data\":{\"n\":1}}";

    @TempDir
    private Path folder;

    @Test
    void whoeverAsksTooOftenWaitsAndNobodyElseDoes() {
        try (TestGateway gateway = gateway(new Rates(2, 0, 0, 0))) {
            String eager = gateway.key("acme", "events:write");
            String calm = gateway.key("globex", "events:write");
            Reply refused = gateway.with(eager, "POST", EVENTS, EVENT);
            while (refused.status() == 202) {
                assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"key-requests\";q=2;w=1");
                refused = gateway.with(eager, "POST", EVENTS, EVENT);
            }
            int published = gateway.published.size();

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.code()).isEqualTo("rate_limited");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.header("RateLimit")).startsWith("\"key-requests\";r=0;t=1");
            assertThat(gateway.with(calm, "POST", EVENTS, EVENT).status()).isEqualTo(202);
            assertThat(gateway.published).as("the refused one was not").hasSize(published + 1);
            assertThat(gateway.request("POST", EVENTS, EVENT).header("RateLimit-Policy"))
                    .isEmpty();
            assertThat(gateway.metrics.prometheusText())
                    .contains("fanwire_gateway_events_rejected_total{code=\"rate_limited\"} 1.0");
        }
    }

    @Test
    void bytesCountAlsoWhenTheirNumberComesLast() {
        try (TestGateway gateway = gateway(new Rates(0, 10_000, 0, 0))) {
            String key = gateway.key("acme", "events:write");
            String data = "x".repeat(150_000);
            String body = "{\"type\":\"a.b\",\"data\":\"" + data + "\"}";
            String head = "POST " + EVENTS + " HTTP/1.1\nHost: x\nConnection: close\nAuthorization: Bearer " + key
                    + "\nContent-Type: application/json\nTransfer-Encoding: chunked\n\n";
            String chunk = Integer.toHexString(body.getBytes(UTF_8).length) + "\n" + body + "\n0\n\n";

            assertThat(gateway.raw(head + chunk)).startsWith("HTTP/1.1 202");
            assertThat(gateway.with(key, "POST", EVENTS, EVENT).status()).isEqualTo(429);
            assertThat(gateway.with(key, "GET", "/v1/topics", "").status())
                    .as("it has no body")
                    .isEqualTo(200);
        }
    }

    @Test
    void aCredentialThatHasToBeFetchedHoldsUpNobody() {
        CompletableFuture<Checked<Caller>> fetched = new CompletableFuture<>();
        Credentials slow = new Credentials() {
            @Override
            public boolean concerns(String token) {
                return token.equals("slow");
            }

            @Override
            public CompletionStage<Checked<Caller>> caller(String token) {
                return fetched;
            }
        };
        try (TestGateway gateway = new TestGateway(folder, HttpLimits.DEFAULT, Rates.UNLIMITED, List.of(slow))) {
            CompletableFuture<Reply> waiting =
                    CompletableFuture.supplyAsync(() -> gateway.with("slow", "POST", EVENTS, EVENT));
            for (int i = 0; i < 20; i++) {
                assertThat(gateway.request("POST", EVENTS, EVENT).status()).isEqualTo(202);
            }
            assertThat(waiting).isNotDone();

            fetched.complete(Checked.ok(Caller.operator("slow")));
            assertThat(waiting.join().status()).isEqualTo(202);
            assertThat(gateway.with("slow", "POST", EVENTS, EVENT).status()).isEqualTo(202);
            assertThat(gateway.published).hasSize(22);
        }
    }

    @Test
    void logsNameKeysByTheirIdsAndNeverShowThem() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root.addAppender(lines);
        try (TestGateway gateway = gateway(Rates.UNLIMITED)) {
            String key = gateway.key("acme", "admin", "subscriptions:*", "events:write");
            String token = gateway.with(key, "POST", "/v1/tenants/acme/portal-link", "")
                    .json()
                    .path("token")
                    .asText();
            gateway.with(key + "x", "POST", EVENTS, "{\"canary\":1}");
            gateway.with(token, "POST", EVENTS, "{\"canary\":1}");
            gateway.with(key, "POST", EVENTS, "{\"canary\":1}");
            gateway.with(key, "DELETE", "/v1/keys/" + key.substring(3, key.lastIndexOf('_')), "");

            List<String> told = lines.list.stream()
                    .map(line -> line.getFormattedMessage() + " " + line.getKeyValuePairs())
                    .toList();
            assertThat(told)
                    .anyMatch(line -> line.startsWith("a key was made"))
                    .anyMatch(line -> line.startsWith("a key was deleted"))
                    .anyMatch(line -> line.startsWith("a portal token was made"));
            assertThat(told)
                    .noneMatch(line -> line.contains(key)
                            || line.contains(key.substring(key.lastIndexOf('_') + 1))
                            || line.contains(token)
                            || line.contains(TestGateway.KEY)
                            || line.contains("canary"));
        } finally {
            root.detachAppender(lines);
        }
    }

    private TestGateway gateway(Rates rates) {
        return new TestGateway(folder, HttpLimits.DEFAULT, rates, List.of());
    }
}
