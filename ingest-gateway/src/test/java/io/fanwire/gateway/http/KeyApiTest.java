package io.fanwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.http.TestGateway.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys are made, shown once, listed without their secrets, and good for what they say and no more. */
class KeyApiTest {
    private static final String[] TENANT_SCOPES = {
        "events:write", "events:read", "subscriptions:*", "deliveries:read", "dlq:*", "admin"
    };
    private static final String EVENTS = "/v1/topics/orders/events";
    private static final String EVENT = "{\"id\":\"e1\",\"type\":\"order.created\",\"data\":{\"n\":1}}";

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
    void aKeyIsShownOnceAndKeptAsAHash() {
        Reply made = gateway.request(
                "POST",
                "/v1/keys",
                "{\"tenant\":\"acme\",\"scopes\":[\"events:write\",\"admin\"],\"description\":\"shop\"}");
        String id = made.json().path("id").asText();
        String key = made.json().path("key").asText();
        Reply list = gateway.request("GET", "/v1/keys", "");

        assertThat(made.status()).isEqualTo(201);
        assertThat(id).startsWith("key_");
        assertThat(key).matches("fw_" + id + "_[0-9a-z]{50}");
        assertThat(made.header("Location")).isEqualTo("/v1/keys/" + id);
        assertThat(list.json().path("data"))
                .hasToString(
                        "[{\"id\":\"" + id + "\",\"tenant\":\"acme\",\"scopes\":[\"admin\",\"events:write\"],"
                                + "\"description\":\"shop\",\"createdAt\":\"2026-01-31T12:00:00Z\",\"createdBy\":\"bootstrap\"}]");
        assertThat(gateway.keys.find(id).orElseThrow().hash().bytes()).isEqualTo(Sha256.of(key));
        assertThat(gateway.with(key, "POST", EVENTS, EVENT).status()).isEqualTo(202);
        assertThat(gateway.published.remove().tenant()).isEqualTo("acme");
    }

    @Test
    void aDeletedKeyOpensNothingAndIsDeletedAgain() {
        String key = gateway.key("acme", "events:write");
        String path = "/v1/keys/" + key.substring(3, key.lastIndexOf('_'));

        assertThat(gateway.request("DELETE", path, "").status()).isEqualTo(204);
        assertThat(gateway.with(key, "POST", EVENTS, EVENT).status()).isEqualTo(401);
        assertThat(gateway.request("DELETE", path, "").status()).isEqualTo(204);
        assertThat(gateway.request("DELETE", "/v1/keys/key_none", "").status()).isEqualTo(404);
        assertThat(gateway.published).isEmpty();
    }

    @Test
    void whatWasNotKeptIsNotShown() {
        gateway.keys.away = true;

        Reply reply = gateway.request("POST", "/v1/keys", "{\"scopes\":[\"admin\"]}");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.json().has("key")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|422|invalid_scopes",
                "{\"scopes\":[]}|422|invalid_scopes",
                "{\"scopes\":\"admin\"}|422|invalid_scopes",
                "{\"scopes\":[\"events:*\"]}|422|invalid_scopes",
                "{\"scopes\":[7]}|422|invalid_scopes",
                "{\"scopes\":[\"admin\"],\"tenant\":\"a b\"}|422|invalid_tenant",
                "{\"scopes\":[\"admin\"],\"tenant\":\"*\"}|422|invalid_tenant",
                "{\"scopes\":[\"admin\"],\"tenant\":null}|422|invalid_tenant",
                "{\"scopes\":[\"admin\"],\"key\":\"fw_mine\"}|422|unknown_field"
            })
    void aKeyThatIsNotUnderstoodIsNotMade(String body, int status, String code) {
        Reply reply = gateway.request("POST", "/v1/keys", body);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(gateway.keys.keys).isEmpty();
    }

    @Test
    void aTenantsAdministratorMakesKeysOfItsTenantAndNoWiderOnes() {
        String admin = gateway.key("acme", "admin", "events:write");
        String own = gateway.with(admin, "POST", "/v1/keys", "{\"scopes\":[\"events:write\"]}")
                .json()
                .path("id")
                .asText();

        assertThat(gateway.keys.find(own).orElseThrow().tenant()).contains("acme");
        assertThat(gateway.keys.find(own).orElseThrow().scopes()).isEqualTo(Set.of("events:write"));
        assertThat(gateway.keys.find(own).orElseThrow().createdBy()).startsWith("key_");
        Reply other = gateway.with(admin, "POST", "/v1/keys", "{\"tenant\":\"globex\",\"scopes\":[\"events:write\"]}");
        assertThat(other.status()).isEqualTo(404);
        assertThat(other.code()).isEqualTo("unknown_tenant");
        Reply wider = gateway.with(admin, "POST", "/v1/keys", "{\"scopes\":[\"dlq:*\"]}");
        assertThat(wider.status()).isEqualTo(403);
        assertThat(wider.code()).isEqualTo("scope");
        assertThat(gateway.keys.keys).hasSize(2);
    }

    @Test
    void aTenantSeesAndDeletesItsOwnKeysOnly() {
        String platform = gateway.key("", TENANT_SCOPES);
        String acme = gateway.key("acme", "admin");
        String globex = gateway.key("globex", "admin");
        String foreign = "/v1/keys/" + id(acme);

        assertThat(ids(gateway.with(globex, "GET", "/v1/keys", ""))).containsExactly(id(globex));
        assertThat(ids(gateway.with(platform, "GET", "/v1/keys", "")))
                .containsExactly(id(platform), id(acme), id(globex));
        assertThat(ids(gateway.with(platform, "GET", "/v1/keys", "", "Fanwire-Tenant", "acme")))
                .containsExactly(id(acme));
        assertThat(gateway.with(globex, "DELETE", foreign, "").status()).isEqualTo(404);
        assertThat(gateway.with(globex, "DELETE", "/v1/keys/" + id(platform), "")
                        .status())
                .isEqualTo(404);
        assertThat(gateway.with(acme, "DELETE", foreign, "").status()).isEqualTo(204);
        assertThat(gateway.with(globex, "DELETE", foreign, "").status())
                .as("not even that it was there")
                .isEqualTo(404);
        assertThat(gateway.keys.keys).containsOnlyKeys(id(platform), id(globex));
    }

    @Test
    void keysAreListedInPagesAndNotWithoutEnd() {
        List<String> made = List.of(
                gateway.key("acme", "admin"),
                gateway.key("acme", "admin"),
                gateway.key("acme", "admin"),
                gateway.key("acme", "admin"));

        Reply first = gateway.request("GET", "/v1/keys?limit=3", "", "Fanwire-Tenant", "acme");
        Reply second = gateway.request(
                "GET", "/v1/keys?cursor=" + first.json().path("next").asText(), "", "Fanwire-Tenant", "acme");
        Reply fifth = gateway.request("POST", "/v1/keys", "{\"tenant\":\"acme\",\"scopes\":[\"admin\"]}");

        assertThat(ids(first))
                .containsExactlyElementsOf(
                        made.subList(0, 3).stream().map(KeyApiTest::id).toList());
        assertThat(ids(second)).containsExactly(id(made.get(3)));
        assertThat(fifth.status()).isEqualTo(409);
        assertThat(fifth.code()).isEqualTo("quota_exceeded");
        assertThat(gateway.key("globex", "admin")).startsWith("fw_");
    }

    @ParameterizedTest
    @CsvSource({
        "events:write, POST, /v1/topics/orders/events, 202",
        "events:write, GET, /v1/subscriptions, 403",
        "events:write, GET, /v1/topics, 200",
        "subscriptions:*, GET, /v1/subscriptions, 200",
        "subscriptions:*, GET, /v1/jobs, 200",
        "subscriptions:*, GET, /v1/dlq, 403",
        "deliveries:read, POST, /v1/topics/orders/events, 403",
        "deliveries:read, GET, /v1/subscriptions, 403",
        "dlq:*, GET, /v1/dlq, 200",
        "dlq:*, GET, /v1/keys, 403",
        "admin, GET, /v1/keys, 200",
        "admin, GET, /v1/subscriptions, 403",
        "admin, PUT, /v1/topics/other, 403"
    })
    void aScopeOpensItsOwnRoutes(String scope, String method, String path, int status) {
        String key = gateway.key("acme", scope);

        Reply reply = gateway.with(key, method, path, method.equals("GET") ? "" : EVENT);

        assertThat(reply.status()).isEqualTo(status);
        if (status == 403) {
            assertThat(reply.code()).isEqualTo("scope");
            assertThat(reply.header("WWW-Authenticate")).contains("error=\"insufficient_scope\"");
            assertThat(gateway.published).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fw_", "fw__", "fw_key_1_x", "fw_key_1_", "_", "fw_nope"})
    void whatLooksLikeAKeyIsNone(String token) {
        Reply reply = gateway.with(token, "GET", "/v1/keys", "");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"fanwire\", error=\"invalid_token\"");
    }

    @Test
    void aKeyWithOneLetterChangedIsNone() {
        String key = gateway.key("acme", "admin");
        String last = key.substring(key.length() - 1);
        String changed = key.substring(0, key.length() - 1) + (last.equals("a") ? "b" : "a");

        assertThat(gateway.with(changed, "GET", "/v1/keys", "").status()).isEqualTo(401);
        assertThat(gateway.with(key, "GET", "/v1/keys", "").status()).isEqualTo(200);
    }

    @Test
    void twoCredentialsAreNone() {
        String key = gateway.key("acme", "admin");
        String head = "GET /v1/keys HTTP/1.1\nHost: x\nConnection: close\nAuthorization: Bearer " + key + "\n";

        assertThat(gateway.raw(head + "Authorization: Bearer " + key + "\n\n")).contains("400", "duplicate_header");
        assertThat(gateway.raw(head + "\n")).startsWith("HTTP/1.1 200");
    }

    private static String id(String key) {
        return key.substring(3, key.lastIndexOf('_'));
    }

    private static List<String> ids(Reply reply) {
        return reply.json().path("data").findValuesAsText("id");
    }
}
