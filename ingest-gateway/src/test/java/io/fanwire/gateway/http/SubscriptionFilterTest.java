package io.fanwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fanwire.gateway.http.TestGateway.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a subscription's filter and transform from call to call. */
class SubscriptionFilterTest {
    private static final String CONDITION = "event.data.amount > 100";

    @TempDir
    private Path folder;

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(folder);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void itIsReadBackAsItWasWrittenAndTakenOffByNull() {
        Reply made = put("one", CONDITION);
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
        assertThat(read("one").path("filter").asText()).isEqualTo(CONDITION);

        Reply other = patch("one", "\"has(event.data.x)\"");
        assertThat(other.status()).as(other.json().toString()).isEqualTo(200);
        assertThat(read("one").path("filter").asText()).isEqualTo("has(event.data.x)");

        assertThat(patch("one", "null").status()).isEqualTo(200);
        assertThat(read("one").has("filter")).isFalse();
    }

    @Test
    void aTransformIsKeptInTheSameWay() {
        String body = "{\"url\":\"https://hooks.example.com/in\",\"transform\":\"{'text': event.data.id}\"}";
        assertThat(gateway.request("PUT", "/v1/subscriptions/t", body).status()).isEqualTo(201);
        assertThat(read("t").path("transform").asText()).isEqualTo("{'text': event.data.id}");
        assertThat(gateway.request("PUT", "/v1/subscriptions/t", body).status()).isEqualTo(200);

        Reply refused = gateway.request("PATCH", "/v1/subscriptions/t", "{\"transform\":\"while(true){}\"}");
        assertThat(refused.code()).isEqualTo("invalid_transform");
        String large = "'" + "a".repeat(99) + "'";
        assertThat(gateway.request("PATCH", "/v1/subscriptions/t", "{\"transform\":\"" + large + "\"}")
                        .code())
                .isEqualTo("quota_exceeded");

        gateway.request("PATCH", "/v1/subscriptions/t", "{\"transform\":null}");
        assertThat(read("t").has("transform")).isFalse();
    }

    @Test
    void oneThatIsNoneChangesNothingAndSaysWhere() {
        put("one", CONDITION);

        Reply refused = patch("one", "\"event.data.amount >\\n  1 +\"");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/filter");
        assertThat(refused.json().at("/errors/0/detail").asText()).startsWith("Line 2, column 6: ");
        assertThat(read("one").path("filter").asText()).isEqualTo(CONDITION);
    }

    @Test
    void theFiltersOfATenantAreBoundedTogether() {
        String large = "event.data.x == '" + "a".repeat(43) + "'";
        assertThat(put("n0", large).status()).isEqualTo(201);

        Reply full = put("more", large);
        assertThat(full.status()).isEqualTo(409);
        assertThat(full.code()).isEqualTo("quota_exceeded");
        assertThat(put("n0", large).status()).as("the same again").isEqualTo(200);
        assertThat(put("n0", large.replace("a'", "aaaaa'")).status())
                .as("a longer one that fits in its place")
                .isEqualTo(200);
        assertThat(put("n0", CONDITION).status()).as("a shorter one").isEqualTo(200);
        assertThat(put("more", large).status()).isEqualTo(201);
        assertThat(put("n0", large).status()).isEqualTo(409);
        assertThat(put("without", "").status()).isEqualTo(201);
        assertThat(patch("without", "\"" + CONDITION + "\"").status()).isEqualTo(409);
    }

    private Reply put(String id, String filter) {
        String member = filter.isEmpty() ? "" : ",\"filter\":\"" + filter + "\"";
        return gateway.request(
                "PUT",
                "/v1/subscriptions/" + id,
                "{\"topic\":\"orders\",\"url\":\"https://hooks.example.com/in\"" + member + "}");
    }

    private Reply patch(String id, String filter) {
        return gateway.request("PATCH", "/v1/subscriptions/" + id, "{\"filter\":" + filter + "}");
    }

    private JsonNode read(String id) {
        return gateway.request("GET", "/v1/subscriptions/" + id, "").json();
    }
}
