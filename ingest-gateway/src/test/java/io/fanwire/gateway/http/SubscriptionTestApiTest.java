package io.fanwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.http.TestGateway.Reply;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.TestResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionTestApiTest {
    private static final String ONE = "/v1/subscriptions/a";
    private static final String BODY = "{\"url\":\"https://hooks.customer.com/in\"}";

    @TempDir
    Path folder;

    private TestGateway gateway;

    @BeforeEach
    void open() {
        gateway = new TestGateway(folder);
        gateway.request("PUT", ONE, BODY);
        gateway.desk = test -> CompletableFuture.completedStage(Checked.ok(new TestResult(
                test.id(),
                "failed",
                Optional.of("status"),
                Optional.of(500),
                Optional.of("answered 500"),
                Optional.of("no \"thanks\""),
                TestGateway.NOW,
                Duration.ofMillis(12),
                Optional.empty())));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aTestTellsWhatCameBack() {
        Reply reply = gateway.request("POST", ONE + ":test", "");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json())
                .hasToString("{\"event\":\"" + reply.json().path("event").asText()
                        + "\",\"type\":\"fanwire.test\",\"outcome\":\"failed\",\"status\":500,\"reason\":\"status\","
                        + "\"message\":\"answered 500\",\"response\":\"no \\\"thanks\\\"\",\"at\":\"2026-01-31T12:00:00Z\","
                        + "\"latency\":\"12ms\"}");
        assertThat(gateway.published).as("no topic of anybody sees it").isEmpty();
    }

    @Test
    void whatIsSentLooksLikeARealDeliveryOfThatSubscriptionAlone() {
        Reply reply = gateway.request("POST", ONE + ":test", "{\"type\":\"order.created\",\"data\":{\"n\":1}}");

        Delivery test = gateway.tests.remove();
        assertThat(test.subscription()).hasToString("default/a");
        assertThat(test.subscriptionPosition()).isEqualTo(41);
        assertThat(test.origin().eventId())
                .startsWith("evt_")
                .isEqualTo(reply.json().path("event").asText());
        assertThat(new String(test.body().bytes(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"type\":\"order.created\",\"timestamp\":\"2026-01-31T12:00:00Z\",\"tenantId\":\"default\","
                                + "\"data\":{\"n\":1}}");
    }

    @Test
    void aTransformMakesATestToo() {
        gateway.request("PUT", ONE, BODY.replace("}", ",\"transform\":\"{'text': event.data.n}\"}"));

        Reply sent = gateway.request("POST", ONE + ":test", "{\"data\":{\"n\":[1]}}");
        Reply failed = gateway.request("POST", ONE + ":test", "{\"data\":{}}");

        assertThat(sent.status()).isEqualTo(200);
        assertThat(new String(gateway.tests.remove().body().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"text\":[1]}");
        assertThat(failed.status()).isEqualTo(422);
        assertThat(failed.code()).isEqualTo("transform_failed");
        assertThat(gateway.tests).isEmpty();

        gateway.request("PUT", ONE, BODY.replace("}", ",\"transform\":\"[]\"}"));
        assertThat(gateway.request("POST", ONE + ":test", "").code()).isEqualTo("transform_failed");
    }

    @Test
    void aSubscriptionThatTakesBytesGetsTheBytes() {
        gateway.request("PUT", ONE, BODY.replace("}", ",\"format\":\"raw\"}"));

        gateway.request("POST", ONE + ":test", "{\"data\":[1,\"é\"]}");

        assertThat(new String(gateway.tests.remove().body().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("[1,\"é\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"url\":\"http://127.0.0.1/\"}|unknown_field",
                "{\"type\":\"order.*\"}|invalid_type",
                "{\"type\":5}|invalid_type",
                "[]|invalid_body"
            })
    void whatIsWrongIsNotSent(String body, String code) {
        Reply reply = gateway.request("POST", ONE + ":test", body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(gateway.tests).isEmpty();
    }

    @Test
    void nobodyIsTestedWithoutEnd() {
        for (int i = 0; i < 5; i++) {
            assertThat(gateway.request("POST", ONE + ":test", "").status()).isEqualTo(200);
        }
        gateway.request("PUT", "/v1/subscriptions/b", BODY);

        Reply tooMany = gateway.request("POST", ONE + ":test", "");

        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.code()).isEqualTo("rate_limited");
        assertThat(tooMany.header("Retry-After")).isEqualTo("6");
        assertThat(tooMany.header("RateLimit-Policy")).isEqualTo("\"test\";q=5;w=30");
        assertThat(gateway.request("POST", "/v1/subscriptions/b:test", "").status())
                .isEqualTo(200);
        assertThat(gateway.tests).hasSize(6);
    }

    @Test
    void nobodyTestsAStrangersSubscription() {
        assertThat(gateway.request("POST", ONE + ":test", "", "Fanwire-Tenant", "other")
                        .code())
                .isEqualTo("not_found");
        assertThat(gateway.tests).isEmpty();
    }

    @Test
    void theCallerIsToldWhenNobodySendsIt() {
        gateway.desk = test -> CompletableFuture.completedStage(Checked.refused(Problem.unavailable("Nobody.")));

        Reply reply = gateway.request("POST", ONE + ":test", "");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.code()).isEqualTo("unavailable");
    }
}
