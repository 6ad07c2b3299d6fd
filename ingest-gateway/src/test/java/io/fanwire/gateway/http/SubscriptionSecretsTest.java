package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.control.SubscriptionStore;
import io.fanwire.gateway.http.TestGateway.Reply;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Access;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Seal;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Headers and logins of a subscription through changes that do not speak of them, and through those that do. */
class SubscriptionSecretsTest {
    private static final SubscriptionKey KEY = new SubscriptionKey("default", "a");
    private static final String ONE = "/v1/subscriptions/a";
    private static final String BODY =
            """
            {"url":"https://hooks.customer.com/in",
            "headers":{"X-Env":"prod","X-Team":{"value":"team-secret","secret":true}},
            "auth":{"type":"basic","username":"shop","password":"opensesame"}}""";

    @TempDir
    private Path folder;

    private TestGateway gateway;
    private SecretSealer sealer;

    @BeforeEach
    void start() {
        gateway = new TestGateway(folder);
        sealer = SecretSealer.createOrOpen(folder.resolve("keyset.json"));
        gateway.request("PUT", ONE, BODY);
        gateway.now = gateway.now.plus(Duration.ofDays(1));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aPatchKeepsTheSecretsThatItDoesNotName() {
        Access before = access();

        Reply patched = gateway.request("PATCH", ONE, "{\"timeout\":\"5s\"}");

        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.json().path("timeout").asText()).isEqualTo("5s");
        assertThat(access()).isEqualTo(before);
        assertThat(header("X-Team")).isEqualTo("team-secret");
        assertThat(login()).isEqualTo("opensesame");
        assertThat(patched.json().toString()).doesNotContain("team-secret", "opensesame");
    }

    @Test
    void aPatchChangesTheOneSecretThatItNames() {
        Payload team = access().secretHeaders().get("X-Team");

        gateway.request("PATCH", ONE, "{\"auth\":{\"password\":\"other\"},\"headers\":{\"X-Env\":\"test\"}}");

        assertThat(login()).isEqualTo("other");
        assertThat(access().auth().orElseThrow().parameters()).containsEntry("username", "shop");
        assertThat(access().secretHeaders()).containsEntry("X-Team", team);
        assertThat(access().headers()).containsOnlyKeys("X-Env").containsEntry("X-Env", "test");
    }

    @Test
    void aPatchTakesSecretsAwayAndLogsInAnotherWay() {
        gateway.request(
                "PATCH",
                ONE,
                "{\"headers\":{\"X-Team\":null},\"auth\":{\"type\":\"apiKey\",\"header\":\"X-Key\",\"value\":\"k\"}}");

        assertThat(access().secretHeaders()).isEmpty();
        assertThat(access().auth().orElseThrow().type()).isEqualTo("apiKey");
        assertThat(login()).isEqualTo("k");

        gateway.request("PATCH", ONE, "{\"auth\":null,\"headers\":null}");

        assertThat(access()).isEqualTo(Access.NONE);
    }

    @Test
    void theNameOfAHeaderHasNoCaseInAPatchEither() {
        Reply patched = gateway.request("PATCH", ONE, "{\"headers\":{\"x-team\":\"new\",\"x-env\":null}}");

        assertThat(patched.status()).isEqualTo(200);
        assertThat(access().headers()).isEmpty();
        assertThat(access().secretHeaders()).containsOnlyKeys("x-team");
        assertThat(header("x-team")).isEqualTo("new");
    }

    @Test
    void aSecretGoesToNoOtherTokenEndpointByAPatch() {
        String oauth =
                """
                {"url":"https://hooks.customer.com/in","auth":{"type":"oauth2","tokenUrl":"https://id.customer.com/token",
                "clientId":"c","clientSecret":"s"}}""";
        gateway.request("PUT", ONE, oauth);

        Reply moved = gateway.request("PATCH", ONE, "{\"auth\":{\"tokenUrl\":\"https://evil.example.org/token\"}}");
        Reply inside = gateway.request("PATCH", ONE, "{\"auth\":{\"tokenUrl\":\"http://169.254.169.254/\"}}");

        assertThat(moved.code()).isEqualTo("secret_missing");
        assertThat(inside.code()).isEqualTo("url_not_allowed");
        assertThat(gateway.request("PATCH", ONE, "{\"auth\":{\"scope\":\"hooks\"}}")
                        .status())
                .isEqualTo(200);
        assertThat(login()).isEqualTo("s");
    }

    @Test
    void whatIsWrittenAgainWithTheSameSecretsKeepsItsEntityTag() {
        String tag = gateway.request("GET", ONE, "").header("ETag");
        Subscription before = gateway.store.find(KEY).orElseThrow();

        Reply again = gateway.request("PUT", ONE, BODY);
        Reply stars =
                gateway.request("PUT", ONE, BODY.replace("team-secret", "***").replace("opensesame", "***"));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("ETag")).isEqualTo(tag);
        assertThat(stars.header("ETag")).isEqualTo(tag);
        assertThat(gateway.store.find(KEY)).contains(before);
    }

    @Test
    void anotherSecretIsAnotherState() {
        String tag = gateway.request("GET", ONE, "").header("ETag");

        String header = gateway.request("PUT", ONE, BODY.replace("team-secret", "new-secret"))
                .header("ETag");
        gateway.now = gateway.now.plus(Duration.ofDays(1));
        String login = gateway.request("PUT", ONE, BODY.replace("opensesame", "closed"))
                .header("ETag");

        assertThat(header).isNotEqualTo(tag);
        assertThat(login).isNotEqualTo(header).isNotEqualTo(tag);
        assertThat(login()).isEqualTo("closed");
    }

    @Test
    void sealingAnewIsNoChangeOfItsOwner() {
        String tag = gateway.request("GET", ONE, "").header("ETag");
        Subscription resealed = gateway.store
                .find(KEY)
                .orElseThrow()
                .resealed(
                        (use, secret) -> Payload.of(
                                sealer.seal(sealer.open(secret.bytes(), use.boundTo(KEY)), use.boundTo(KEY))),
                        new Subscription.Resealed(41, 41));
        gateway.store.change(KEY, present -> new SubscriptionStore.Save(resealed, false, Optional.empty()));

        assertThat(gateway.request("PUT", ONE, BODY).header("ETag")).isEqualTo(tag);
        assertThat(gateway.store.find(KEY)).contains(resealed);
    }

    private Access access() {
        return gateway.store.find(KEY).orElseThrow().access();
    }

    private String header(String name) {
        return opened(Optional.ofNullable(access().secretHeaders().get(name)).orElseThrow(), Seal.HEADERS);
    }

    private String login() {
        return opened(access().auth().orElseThrow().secret(), Seal.AUTH);
    }

    private String opened(Payload sealed, Seal use) {
        return new String(sealer.open(sealed.bytes(), use.boundTo(KEY)), UTF_8);
    }
}
