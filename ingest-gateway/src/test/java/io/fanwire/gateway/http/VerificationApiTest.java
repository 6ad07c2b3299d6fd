package io.fanwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.http.TestGateway.Reply;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Seal;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.TestResult;
import io.fanwire.schemas.Verification;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationApiTest {
    private static final String ALL = "/v1/subscriptions";
    private static final String ONE = ALL + "/a";
    private static final String URL = "https://hooks.customer.com/in";

    @TempDir
    Path folder;

    private final Queue<Subscription> asked = new ConcurrentLinkedQueue<>();
    private volatile Checked<TestResult> answer = result(TestResult.DELIVERED, "", 200, "", Optional.empty());
    private TestGateway gateway;

    @BeforeEach
    void open() {
        gateway = new TestGateway(folder);
        gateway.verifier = wanted -> {
            asked.add(wanted);
            return CompletableFuture.completedStage(answer);
        };
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private static Checked<TestResult> result(
            String outcome, String reason, int status, String message, Optional<Long> rate) {
        return Checked.ok(new TestResult(
                "evt_1",
                outcome,
                Optional.of(reason).filter(text -> !text.isEmpty()),
                Optional.of(status).filter(code -> code > 0),
                Optional.of(message).filter(text -> !text.isEmpty()),
                Optional.empty(),
                TestGateway.NOW,
                Duration.ofMillis(5),
                rate));
    }

    private static String body(String how, String more) {
        return "{\"url\":\"" + URL + "\",\"verification\":\"" + how + "\"" + more + "}";
    }

    private Optional<Subscription> saved() {
        return gateway.store.find(new SubscriptionKey("default", "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ping", "challenge", "cloudevents"})
    void aCallbackThatAgreesIsSavedAsItWasAsked(String how) {
        Reply made = gateway.request("POST", ALL, body(how, ""));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("verification").asText()).isEqualTo(how);
        assertThat(asked).hasSize(1);
        Subscription wanted = asked.element();
        assertThat(wanted.verification().text()).isEqualTo(how);
        assertThat(wanted.key().id()).isEqualTo(made.json().path("id").asText());
        assertThat(made.json().at("/signing/secret").asText()).startsWith("whsec_");
    }

    @Test
    void whatACallbackIsAskedWithIsSignedWithWhatWillSign() {
        gateway.request("PUT", ONE, body("ping", ""));
        String opened = open(asked.element());

        assertThat(open(saved().orElseThrow())).isEqualTo(opened).isNotEmpty();
    }

    private String open(Subscription subscription) {
        byte[] key = SecretSealer.fromFile(folder.resolve("keyset.json"))
                .open(
                        subscription.signing().secrets().get(0).sealed().bytes(),
                        Seal.SIGNING.boundTo(subscription.key()));
        return Base64.getEncoder().encodeToString(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "failed|status|500|answered 500|verification_failed",
                "gone|gone|410||verification_failed",
                "throttled|throttled|429||verification_failed",
                "failed|timeout|0|no complete answer within 15000 ms|verification_failed",
                "blocked|blocked|0|private|url_not_allowed"
            })
    void whereItDoesNotAgreeNothingIsSaved(String outcome, String reason, int status, String message, String code) {
        answer = result(outcome, reason, status, message == null ? "" : message, Optional.empty());

        Reply refused = gateway.request("PUT", ONE, body("ping", ""));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/url");
        assertThat(saved()).isEmpty();
    }

    @Test
    void whereNobodyCouldAskNothingIsSavedEither() {
        answer = Checked.refused(Problem.unavailable("No dispatcher."));
        assertThat(gateway.request("PUT", ONE, body("ping", "")).status()).isEqualTo(503);
        answer = result("failed", TestResult.INTERNAL, 0, "the request could not be made", Optional.empty());
        assertThat(gateway.request("PUT", ONE, body("ping", "")).status()).isEqualTo(503);
        answer = result(TestResult.NOTHING_SENT, "late", 0, "", Optional.empty());
        assertThat(gateway.request("PUT", ONE, body("ping", "")).status()).isEqualTo(503);

        assertThat(saved()).isEmpty();
    }

    @Test
    void aCallbackIsAskedAgainWhenItIsAnotherOrAskedOtherwise() {
        gateway.request("PUT", ONE, body("ping", ""));
        gateway.request("PUT", ONE, body("ping", ""));
        gateway.request("PATCH", ONE, "{\"description\":\"d\"}");
        gateway.request("POST", ONE + ":rotate-secret", "");
        assertThat(asked).as("nothing that would have to be asked").hasSize(1);

        gateway.request("PATCH", ONE, "{\"url\":\"https://hooks.customer.com/other\"}");
        gateway.request("PATCH", ONE, "{\"verification\":\"challenge\"}");
        assertThat(asked).hasSize(3);

        gateway.request("PATCH", ONE, "{\"verification\":\"none\"}");
        gateway.request("PATCH", ONE, "{\"url\":\"https://hooks.customer.com/third\"}");
        assertThat(asked).hasSize(3);
        assertThat(saved().orElseThrow().url()).isEqualTo("https://hooks.customer.com/third");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH"})
    void aNewUrlThatDoesNotAgreeLeavesTheOldOne(String method) {
        String tag = gateway.request("PUT", ONE, body("ping", "")).header("ETag");
        answer = result("failed", "status", 404, "answered 404", Optional.empty());

        Reply refused = gateway.request(method, ONE, body("ping", "").replace("/in", "/other"));

        assertThat(refused.code()).isEqualTo("verification_failed");
        assertThat(gateway.request("GET", ONE, "").header("ETag")).isEqualTo(tag);
    }

    @Test
    void whatIsRefusedOtherwiseIsNotAsked() {
        gateway.request("PUT", ONE, body("none", ""));
        gateway.request("PATCH", ONE, "{\"verification\":\"ping\"}", "If-Match", "\"0\"");
        gateway.request("PUT", ONE, body("ping", ",\"timeout\":\"9h\""));
        gateway.request("PUT", ONE, body("ping", ",\"topic\":\"nosuch\""));
        gateway.request("PATCH", ALL + "/b", "{\"verification\":\"ping\"}");

        assertThat(asked).isEmpty();
        assertThat(saved().orElseThrow().verification()).isEqualTo(Verification.NONE);
    }

    @Test
    void whatChangedWhileACallbackWasAskedIsNotOverwritten() {
        gateway.request("PUT", ONE, body("none", ""));
        gateway.verifier = wanted -> {
            gateway.verifier = again -> {
                throw new AssertionError("asked twice");
            };
            gateway.store.move("default/a", "https://hooks.customer.com/moved");
            return CompletableFuture.completedStage(answer);
        };

        Reply reply = gateway.request("PATCH", ONE, "{\"verification\":\"ping\"}");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.code()).isEqualTo("changed_meanwhile");
        assertThat(saved().orElseThrow().verification()).isEqualTo(Verification.NONE);
    }

    @Test
    void aTenantHasCallbacksAskedAFewTimesAMinuteAndOthersAreNotHeldUp() {
        answer = result("failed", "status", 500, "answered 500", Optional.empty());
        for (int i = 0; i < 10; i++) {
            assertThat(gateway.request("POST", ALL, body("ping", "")).status()).isEqualTo(422);
        }

        Reply tooMany = gateway.request("POST", ALL, body("ping", ""));

        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.code()).isEqualTo("rate_limited");
        assertThat(tooMany.header("Retry-After")).isEqualTo("6");
        assertThat(tooMany.header("RateLimit-Policy")).isEqualTo("\"verification\";q=10;w=60");
        assertThat(asked).hasSize(10);
        assertThat(gateway.request("POST", ALL, body("none", "")).status()).isEqualTo(201);
        assertThat(gateway.request("POST", ALL, body("ping", ""), "Fanwire-Tenant", "other")
                        .code())
                .isEqualTo("verification_failed");
        gateway.now = TestGateway.NOW.plusSeconds(6);
        assertThat(gateway.request("POST", ALL, body("ping", "")).code()).isEqualTo("verification_failed");
    }

    @Test
    void theRateThatIsAllowedBecomesTheRateLimit() {
        answer = result(TestResult.DELIVERED, "", 200, "", Optional.of(100L));

        Reply unlimited = gateway.request("PUT", ONE, body("cloudevents", ""));
        assertThat(unlimited.json().path("rateLimit")).hasToString("{\"count\":100,\"per\":\"1m\"}");
        assertThat(gateway.request("PUT", ONE, body("cloudevents", "")).header("ETag"))
                .isEqualTo(unlimited.header("ETag"));
        assertThat(asked).as("what was agreed on stays").hasSize(1);

        Reply slower = gateway.request("PATCH", ONE, "{\"rateLimit\":{\"count\":1,\"per\":\"1s\"}}");
        assertThat(slower.json().path("rateLimit")).hasToString("{\"count\":1,\"per\":\"1s\"}");
        assertThat(asked).as("less than allowed").hasSize(1);

        Reply faster = gateway.request("PATCH", ONE, "{\"rateLimit\":{\"count\":50,\"per\":\"1s\"}}");
        assertThat(asked).hasSize(2);
        assertThat(faster.json().path("rateLimit")).hasToString("{\"count\":100,\"per\":\"1m\"}");
    }
}
