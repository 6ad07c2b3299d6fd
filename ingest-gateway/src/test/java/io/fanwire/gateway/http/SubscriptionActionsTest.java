package io.fanwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.http.TestGateway.Reply;
import io.fanwire.schemas.SubscriptionState;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionActionsTest {
    private static final String ONE = "/v1/subscriptions/a";
    private static final String BODY = "{\"url\":\"https://hooks.customer.com/in\"}";

    @TempDir
    Path folder;

    private TestGateway gateway;

    @BeforeEach
    void open() {
        gateway = new TestGateway(folder);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aRotationShowsTheNewSecretOnceAndNeverTheOldOne() {
        String first = secret(gateway.request("PUT", ONE, BODY));

        Reply rotated = gateway.request("POST", ONE + ":rotate-secret", "{\"overlap\":\"1h\"}");
        Reply again = gateway.request("POST", ONE + ":rotate-secret", "");

        assertThat(rotated.status()).isEqualTo(200);
        assertThat(secret(rotated)).startsWith("whsec_").isNotEqualTo(first);
        assertThat(rotated.json().toString()).doesNotContain(first);
        assertThat(secret(again)).isNotEqualTo(secret(rotated));
        assertThat(gateway.request("GET", ONE, "").json().toString()).doesNotContain("whsec_");
    }

    @Test
    void theCallersOwnSecretIsTaken() {
        String mine = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        gateway.request("PUT", ONE, BODY);

        assertThat(secret(gateway.request("POST", ONE + ":rotate-secret", "{\"secret\":\"" + mine + "\"}")))
                .isEqualTo(mine);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"overlap\":\"8d\"}|422|invalid_overlap",
                "{\"overlap\":5}|422|invalid_overlap",
                "{\"secret\":\"whsec_AAAA\"}|422|weak_secret",
                "{\"ttl\":\"1h\"}|422|unknown_field"
            })
    void aRotationThatIsNotUnderstoodChangesNothing(String body, int status, String code) {
        gateway.request("PUT", ONE, BODY);
        String before = gateway.request("GET", ONE, "").header("ETag");

        Reply reply = gateway.request("POST", ONE + ":rotate-secret", body);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(gateway.request("GET", ONE, "").header("ETag")).isEqualTo(before);
    }

    @Test
    void whatSignsNothingHasNothingToRotate() {
        gateway.request("PUT", ONE, "{\"url\":\"https://a.example.org\",\"signing\":{\"style\":\"none\"}}");

        assertThat(gateway.request("POST", ONE + ":rotate-secret", "").code()).isEqualTo("not_signed");
    }

    @Test
    void aPausedSubscriptionSaysSoUntilItIsEnabled() {
        gateway.request("PUT", ONE, BODY);

        Reply paused = gateway.request("POST", ONE + ":disable", "");
        Reply seen = gateway.request("GET", ONE, "");
        Reply on = gateway.request("POST", ONE + ":enable", "");

        assertThat(paused.status()).isEqualTo(200);
        assertThat(paused.json().path("enabled").asBoolean()).isFalse();
        assertThat(paused.json().toString()).doesNotContain("whsec_");
        assertThat(seen.json().path("enabled").asBoolean()).isFalse();
        assertThat(on.json().path("enabled").asBoolean()).isTrue();
    }

    @Test
    void aSuspendedSubscriptionSaysWhy() {
        gateway.request("PUT", ONE, BODY);
        assertThat(gateway.request("GET", ONE, "").json().has("suspended")).isFalse();
        Instant since = Instant.parse("2030-01-01T00:00:00Z");

        gateway.suspended.put("a", new SubscriptionState.Suspension("gone", since, 3));

        assertThat(gateway.request("GET", ONE, "").json().path("suspended"))
                .hasToString("{\"reason\":\"gone\",\"since\":\"2030-01-01T00:00:00Z\"}");
        assertThat(gateway.request("GET", "/v1/subscriptions", "")
                        .json()
                        .at("/data/0/suspended/reason")
                        .asText())
                .isEqualTo("gone");
    }

    @Test
    void nobodyActsOnAStrangersSubscription() {
        gateway.request("PUT", ONE, BODY);

        assertThat(gateway.request("POST", ONE + ":disable", "", "Fanwire-Tenant", "other")
                        .status())
                .isEqualTo(404);

        assertThat(gateway.request("POST", ONE + ":rotate-secret", "", "Fanwire-Tenant", "other")
                        .status())
                .isEqualTo(404);
        assertThat(gateway.request("POST", ONE + ":explode", "").status()).isEqualTo(404);
    }

    private static String secret(Reply reply) {
        return reply.json().at("/signing/secret").asText();
    }
}
