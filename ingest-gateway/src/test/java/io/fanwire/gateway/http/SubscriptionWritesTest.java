package io.fanwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.http.TestGateway.Reply;
import io.fanwire.schemas.SubscriptionKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replacing, patching, deleting: what changes, what stays, and who may not. */
class SubscriptionWritesTest {
    private static final String ALL = "/v1/subscriptions";
    private static final String ONE = ALL + "/a";
    private static final String BODY =
            "{\"topic\":\"orders\",\"types\":[\"order.*\"],\"url\":\"https://hooks.customer.com/in\",\"metadata\":{\"x\":\"1\"}}";

    @TempDir
    private Path folder;

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(folder);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aDeploymentThatRunsTenTimesLeavesOneSubscriptionAsItWas() {
        String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        String body = BODY.replace("}}", "},\"signing\":{\"secret\":\"" + secret + "\"}}");
        String first = gateway.request("PUT", ONE, body).header("ETag");

        for (int i = 0; i < 10; i++) {
            gateway.now = gateway.now.plus(Duration.ofDays(1));
            Reply again = gateway.request("PUT", ONE, body);
            assertThat(again.status()).isEqualTo(200);
            assertThat(again.header("ETag")).isEqualTo(first);
            assertThat(again.json().toString()).doesNotContain(secret);
        }
        assertThat(gateway.request("GET", ALL, "").json().path("data")).hasSize(1);

        gateway.request("PUT", ONE, body.replace(secret, "whsec_" + "B".repeat(40)));
        assertThat(gateway.request("GET", ONE, "").header("ETag"))
                .as("another secret is another state")
                .isNotEqualTo(first);
    }

    @Test
    void aPatchChangesWhatItNamesAndNullTakesBack() {
        gateway.request("PUT", ONE, BODY.replace("}}", "},\"description\":\"d\",\"rateLimit\":{\"count\":5}}"));

        Reply patched = gateway.request(
                "PATCH",
                ONE,
                "{\"description\":null,\"metadata\":{\"y\":\"2\",\"x\":null},\"rateLimit\":{\"count\":9},\"method\":\"PUT\"}",
                "Content-Type",
                "application/merge-patch+json");

        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.json().has("description")).isFalse();
        assertThat(patched.json().path("metadata")).hasToString("{\"y\":\"2\"}");
        assertThat(patched.json().path("rateLimit")).hasToString("{\"count\":9,\"per\":\"1s\"}");
        assertThat(patched.json().path("method").asText()).isEqualTo("PUT");
        assertThat(patched.json().path("types")).hasToString("[\"order.*\"]");
        assertThat(patched.json().toString()).doesNotContain("whsec_");
        assertThat(patched.header("ETag"))
                .isEqualTo(gateway.request("GET", ONE, "").header("ETag"));
        assertThat(gateway.request("PATCH", ONE, "{\"events\":[\"b\"]}").json().path("types"))
                .hasToString("[\"b\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"url\":\"http://169.254.169.254/\"}|422|url_not_allowed",
                "{\"url\":null}|422|invalid_url",
                "{\"topic\":\"nosuch\"}|404|unknown_topic",
                "{\"id\":\"b\"}|422|unknown_field",
                "{\"method\":\"GET\"}|422|invalid_method",
                "{\"filter\":\"1 +\"}|422|invalid_filter",
                "{\"transform\":\"while(true){}\"}|422|invalid_transform",
                "{\"verification\":\"maybe\"}|422|invalid_verification",
                "[]|422|invalid_body",
                "{\"enabled\":1}|422|invalid_enabled"
            })
    void aPatchThatIsWrongChangesNothing(String patch, int status, String code) {
        gateway.request("PUT", ONE, BODY);
        String before = gateway.request("GET", ONE, "").header("ETag");

        Reply reply = gateway.request("PATCH", ONE, patch);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(gateway.request("GET", ONE, "").header("ETag")).isEqualTo(before);
    }

    @Test
    void aPatchOfAStrangersSubscriptionOrOfNoneIsNotFound() {
        gateway.request("PUT", ONE, BODY);
        String patch = "{\"url\":\"https://evil.example.org/\"}";

        assertThat(gateway.request("PATCH", ONE, patch, "Fanwire-Tenant", "other")
                        .code())
                .isEqualTo("not_found");
        assertThat(gateway.request("PATCH", ALL + "/none", patch).code()).isEqualTo("not_found");
        assertThat(gateway.request("PATCH", ALL + "/none", "{\"topic\":\"nosuch\"}")
                        .code())
                .isEqualTo("not_found");
        assertThat(gateway.request("GET", ONE, "").json().path("url").asText())
                .isEqualTo("https://hooks.customer.com/in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE", ":enable", ":disable", ":rotate-secret"})
    void whoInsistsOnAnOlderStateIsRefused(String how) {
        String first = gateway.request("PUT", ONE, BODY).header("ETag");
        String second = gateway.request("PATCH", ONE, "{\"timeout\":\"7s\"}").header("ETag");
        String method = how.startsWith(":") ? "POST" : how;
        String path = how.startsWith(":") ? ONE + how : ONE;
        String body = how.equals("PUT") ? BODY : how.equals("PATCH") ? "{\"enabled\":false}" : "";

        assertThat(gateway.request(method, path, body, "If-Match", first).code())
                .isEqualTo("precondition_failed");
        assertThat(gateway.request(method, path, body, "If-Match", "W/" + second)
                        .status())
                .as("a weak tag is not enough")
                .isEqualTo(412);
        assertThat(gateway.request("GET", ONE, "").header("ETag")).isEqualTo(second);
        assertThat(gateway.request(method, path, body, "If-Match", first + ", " + second)
                        .status())
                .isBetween(200, 204);
    }

    @Test
    void aSubscriptionThatShallBeNewIsNotReplaced() {
        assertThat(gateway.request("PUT", ONE, BODY, "If-None-Match", "*").status())
                .isEqualTo(201);
        assertThat(gateway.request("PUT", ONE, BODY, "If-None-Match", "*").status())
                .isEqualTo(412);
    }

    @Test
    void whoHasItAlreadyIsNotSentItAgain() {
        String tag = gateway.request("PUT", ONE, BODY).header("ETag");

        Reply same = gateway.request("GET", ONE, "", "If-None-Match", "\"x\", W/" + tag);

        assertThat(same.status()).isEqualTo(304);
        assertThat(same.header("ETag")).isEqualTo(tag);
        assertThat(gateway.request("GET", ONE, "", "If-None-Match", "\"x\"").status())
                .isEqualTo(200);
    }

    @Test
    void allWithOneUrlAreDeletedAndNothingElse() {
        gateway.request("PUT", ONE, BODY);
        gateway.request("PUT", ALL + "/b", "{\"url\":\"https://HOOKS.customer.com:443/in\"}");
        gateway.request("PUT", ALL + "/c", "{\"url\":\"https://hooks.customer.com/in?x=1\"}");
        gateway.request("PUT", ONE, BODY, "Fanwire-Tenant", "other");
        String byUrl = ALL + "?url=https%3A%2F%2Fhooks.customer.com%2Fin";

        assertThat(gateway.request("DELETE", byUrl, "").status()).isEqualTo(204);

        assertThat(gateway.request("GET", ALL, "").json().at("/data/0/id").asText())
                .isEqualTo("c");
        assertThat(gateway.request("GET", ONE, "", "Fanwire-Tenant", "other").status())
                .isEqualTo(200);
        assertThat(gateway.request("DELETE", byUrl, "").status()).isEqualTo(204);
        assertThat(gateway.request("DELETE", ALL, "").code()).isEqualTo("invalid_url");
        assertThat(gateway.request("DELETE", ALL + "?url=", "").status()).isEqualTo(422);
        assertThat(gateway.request("GET", ALL, "").json().path("data")).hasSize(1);
    }

    @Test
    void aListCanBeNarrowed() {
        gateway.request("PUT", ONE, BODY);
        gateway.request("PUT", ALL + "/b", "{\"url\":\"https://hooks.customer.com/in\"}");

        assertThat(ids("?topic=orders")).containsExactly("a");
        assertThat(ids("?url=https://hooks.customer.com/in")).containsExactly("a", "b");
        assertThat(ids("?url=https://hooks.customer.com/in&topic=orders")).containsExactly("a");
        assertThat(ids("?url=https://hooks.customer.com/other")).isEmpty();
    }

    @Test
    void theTenantMayBeNamedInTheBody() {
        Reply made = gateway.request("POST", ALL, BODY.replace("}}", "},\"userId\":\"u-7\"}"));

        assertThat(made.status()).isEqualTo(201);
        assertThat(gateway.request("GET", made.header("Location"), "").status()).isEqualTo(404);
        assertThat(gateway.request("GET", made.header("Location"), "", "Fanwire-Tenant", "u-7")
                        .status())
                .isEqualTo(200);
        assertThat(gateway.request("POST", ALL, BODY.replace("}}", "},\"userId\":\"u-7\"}"), "Fanwire-Tenant", "u-8")
                        .code())
                .isEqualTo("invalid_tenant");
        assertThat(gateway.request("POST", ALL, BODY.replace("}}", "},\"userId\":\"a b\"}"))
                        .code())
                .isEqualTo("invalid_tenant");
        assertThat(gateway.request("POST", ALL, BODY.replace("}}", "},\"userId\":7}"))
                        .code())
                .isEqualTo("invalid_tenant");
    }

    @Test
    void aTenantsKeyNamesNoOtherTenantInTheBody() {
        String key = gateway.key("u-7", "subscriptions:*");
        String own = BODY.replace("}}", "},\"userId\":\"u-7\"}");
        String others = BODY.replace("}}", "},\"userId\":\"u-8\"}");

        Reply posted = gateway.with(key, "POST", ALL, others);
        Reply put = gateway.with(key, "PUT", ALL + "/b", others);

        assertThat(posted.status()).isEqualTo(404);
        assertThat(posted.code()).isEqualTo("unknown_tenant");
        assertThat(put.status()).isEqualTo(404);
        assertThat(put.code()).isEqualTo("unknown_tenant");
        assertThat(gateway.store.page("u-8", Optional.empty(), 10, any -> true)).isEmpty();
        assertThat(gateway.with(key, "PUT", ONE, own).status()).isEqualTo(201);
        assertThat(gateway.store.find(new SubscriptionKey("u-7", "a"))).isPresent();
    }

    @Test
    void aPatchTakesNoTopicThatIsForOthers() {
        gateway.request("PUT", "/v1/topics/theirs", "{\"tenants\":[\"u-8\"]}");
        String key = gateway.key("u-7", "subscriptions:*");
        gateway.with(key, "PUT", ONE, BODY);

        assertThat(gateway.with(key, "PATCH", ONE, "{\"topic\":\"theirs\"}").code())
                .isEqualTo("unknown_topic");
        assertThat(gateway.with(key, "GET", ONE, "").json().path("topic").asText())
                .isEqualTo("orders");
    }

    private List<String> ids(String query) {
        return gateway.request("GET", ALL + query, "").json().path("data").findValuesAsText("id");
    }
}
