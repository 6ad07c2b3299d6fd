package io.fanwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.http.TestGateway.Reply;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tenant's key acts for its tenant, topics are for those they name, and a portal sees one tenant for a while. */
class TenantApiTest {
    private static final String ACME_ONLY = "/v1/topics/secrets/events";
    private static final String EVENT = "{\"id\":\"e1\",\"type\":\"order.created\",\"data\":{}}";
    private static final String SUBSCRIPTION = "{\"topic\":\"secrets\",\"url\":\"https://hooks.customer.com/in\"}";

    @TempDir
    private Path folder;

    private TestGateway gateway;
    private String acme;
    private String globex;

    @BeforeEach
    void start() {
        gateway = new TestGateway(folder);
        gateway.request("PUT", "/v1/topics/secrets", "{\"tenants\":[\"acme\"]}");
        acme = gateway.key("acme", "events:write", "subscriptions:*", "deliveries:read", "admin");
        globex = gateway.key("globex", "events:write", "subscriptions:*", "admin");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aTopicThatIsNotForATenantIsNotThereForIt() {
        Reply foreign = gateway.with(globex, "POST", ACME_ONLY, EVENT);
        Reply missing = gateway.with(globex, "POST", "/v1/topics/nothing/events", EVENT);

        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.code()).isEqualTo("unknown_topic");
        assertThat(foreign.json().path("detail")).isEqualTo(missing.json().path("detail"));
        assertThat(gateway.with(globex, "POST", ACME_ONLY + ":batch", "[" + EVENT + "]")
                        .status())
                .isEqualTo(404);
        assertThat(gateway.with(globex, "GET", "/v1/topics/secrets", "").code()).isEqualTo("unknown_topic");
        assertThat(gateway.with(globex, "POST", "/v1/subscriptions", SUBSCRIPTION)
                        .code())
                .isEqualTo("unknown_topic");
        assertThat(gateway.with(globex, "GET", "/v1/topics", "").json().findValuesAsText("topic"))
                .containsExactly("orders");
        assertThat(gateway.published).isEmpty();

        assertThat(gateway.with(acme, "POST", ACME_ONLY, EVENT).status()).isEqualTo(202);
        assertThat(gateway.with(acme, "POST", "/v1/subscriptions", SUBSCRIPTION).status())
                .isEqualTo(201);
    }

    @Test
    void aGrantIsChangedByAskingForAnother() {
        String path = "/v1/topics/secrets";

        assertThat(gateway.request("PUT", path, "{}").json().path("tenants")).hasToString("[\"acme\"]");
        assertThat(gateway.request("PUT", path, "{\"partitions\":7,\"tenants\":\"*\"}")
                        .code())
                .isEqualTo("topic_differs");
        assertThat(gateway.with(globex, "POST", ACME_ONLY, EVENT).status()).isEqualTo(404);

        Reply more = gateway.request("PUT", path, "{\"tenants\":[\"globex\",\"acme\"]}");
        assertThat(more.status()).isEqualTo(200);
        assertThat(more.json().path("tenants")).hasToString("[\"acme\",\"globex\"]");
        assertThat(gateway.with(globex, "POST", ACME_ONLY, EVENT).status()).isEqualTo(202);
        assertThat(gateway.with(globex, "GET", path, "").json().path("tenants"))
                .as("of the others a tenant learns nothing")
                .hasToString("[\"globex\"]");

        assertThat(gateway.request("PUT", path, "{\"tenants\":\"*\"}").json().path("tenants"))
                .hasToString("\"*\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"acme\"", "[\"acme\",\"acme\"]", "[\"a b\"]", "[\"*\"]", "[7]", "{}", "null"})
    void aGrantThatIsNotUnderstoodIsRefused(String tenants) {
        Reply reply = gateway.request("PUT", "/v1/topics/secrets", "{\"tenants\":" + tenants + "}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.code()).isEqualTo("invalid_tenants");
        assertThat(gateway.with(globex, "POST", ACME_ONLY, EVENT).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme", "nobody"})
    void whoeverNamesAnotherTenantIsToldThatThereIsNone(String named) {
        String event = EVENT.replace("{\"id\"", "{\"tenant\":\"" + named + "\",\"id\"");

        Reply header = gateway.with(globex, "POST", "/v1/topics/orders/events", EVENT, "Fanwire-Tenant", named);
        Reply member = gateway.with(globex, "POST", "/v1/topics/orders/events", event);
        Reply item = gateway.with(globex, "POST", "/v1/topics/orders/events:batch", "[" + event + "," + EVENT + "]");

        assertThat(header.status()).isEqualTo(404);
        assertThat(header.code()).isEqualTo("unknown_tenant");
        assertThat(member.code()).isEqualTo("unknown_tenant");
        assertThat(item.status()).isEqualTo(207);
        assertThat(item.json().at("/results/0/code").asText()).isEqualTo("unknown_tenant");
        assertThat(gateway.published)
                .hasSize(1)
                .allMatch(published -> published.tenant().equals("globex"));
        assertThat(gateway.with(globex, "GET", "/v1/subscriptions", "", "Fanwire-Tenant", named)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void namingItselfIsFine() {
        String event = EVENT.replace("{\"id\"", "{\"tenant\":\"globex\",\"id\"");

        assertThat(gateway.with(globex, "POST", "/v1/topics/orders/events", event, "Fanwire-Tenant", "globex")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void thePlatformPublishesForATenantWhereThatTenantMay() {
        String forGlobex = EVENT.replace("{\"id\"", "{\"tenant\":\"globex\",\"id\"");

        assertThat(gateway.request("POST", ACME_ONLY, forGlobex).code()).isEqualTo("unknown_topic");
        assertThat(gateway.request("POST", ACME_ONLY, EVENT).code()).isEqualTo("unknown_topic");
        assertThat(gateway.request("POST", ACME_ONLY, EVENT, "Fanwire-Tenant", "acme")
                        .status())
                .isEqualTo(202);
        assertThat(gateway.request("PUT", "/v1/subscriptions/x", SUBSCRIPTION, "Fanwire-Tenant", "globex")
                        .code())
                .isEqualTo("unknown_topic");
    }

    @Test
    void aPortalSeesOneTenantsSubscriptionsUntilItsTimeIsOver() {
        Reply made = gateway.with(acme, "POST", "/v1/tenants/acme/portal-link", "{\"expiresIn\":\"15m\"}");
        String token = made.json().path("token").asText();

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("expiresAt").asText()).isEqualTo("2026-01-31T12:15:00Z");
        assertThat(gateway.with(token, "PUT", "/v1/subscriptions/mine", SUBSCRIPTION)
                        .status())
                .isEqualTo(201);
        assertThat(gateway.request("GET", "/v1/subscriptions/mine", "", "Fanwire-Tenant", "acme")
                        .status())
                .isEqualTo(200);
        assertThat(gateway.with(token, "GET", "/v1/subscriptions", "", "Fanwire-Tenant", "globex")
                        .status())
                .isEqualTo(404);
        for (String path : new String[] {"/v1/keys", "/v1/topics", "/v1/dlq"}) {
            assertThat(gateway.with(token, "GET", path, "").code()).isEqualTo("scope");
        }
        assertThat(gateway.with(token, "POST", ACME_ONLY, EVENT).code()).isEqualTo("scope");

        gateway.now = TestGateway.NOW.plus(Duration.ofMinutes(15));
        assertThat(gateway.with(token, "GET", "/v1/subscriptions", "").status()).isEqualTo(401);
    }

    @Test
    void aPortalTokenCannotBeChangedNorMadeForOthers() {
        String token = gateway.with(acme, "POST", "/v1/tenants/acme/portal-link", "")
                .json()
                .path("token")
                .asText();

        for (int at = 4; at < token.length() - 1; at++) {
            char other = token.charAt(at) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, at) + other + token.substring(at + 1);
            assertThat(gateway.with(changed, "GET", "/v1/subscriptions", "").status())
                    .as("letter " + at)
                    .isEqualTo(401);
        }
        assertThat(gateway.with("fwp_", "GET", "/v1/subscriptions", "").status())
                .isEqualTo(401);
        assertThat(gateway.with(globex, "POST", "/v1/tenants/acme/portal-link", "")
                        .code())
                .isEqualTo("unknown_tenant");
        assertThat(gateway.with(token, "POST", "/v1/tenants/acme/portal-link", "")
                        .code())
                .isEqualTo("scope");
        assertThat(gateway.with(acme, "POST", "/v1/tenants/acme/portal-link", "{\"expiresIn\":\"2h\"}")
                        .code())
                .isEqualTo("invalid_expires_in");
        String narrow = gateway.key("acme", "admin");
        assertThat(gateway.with(narrow, "POST", "/v1/tenants/acme/portal-link", "")
                        .code())
                .as("nobody hands on more than it has")
                .isEqualTo("scope");
    }
}
