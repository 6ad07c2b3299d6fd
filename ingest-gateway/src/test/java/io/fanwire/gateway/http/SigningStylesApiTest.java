package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.http.TestGateway.Reply;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Seal;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.Subscription.SealedSecret;
import io.fanwire.schemas.SubscriptionKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningStylesApiTest {
    private static final String ONE = "/v1/subscriptions/a";
    private static final String TEXT = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

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

    private Reply put(String signing) {
        return gateway.request(
                "PUT",
                ONE,
                "{\"url\":\"https://hooks.customer.com/in\",\"format\":\"raw\",\"signing\":" + signing + "}");
    }

    private Reply patch(String signing) {
        return gateway.request("PATCH", ONE, "{\"signing\":" + signing + "}");
    }

    private static String secret(Reply reply) {
        return reply.json().at("/signing/secret").asText();
    }

    private List<SealedSecret> sealed() {
        return gateway.store
                .find(new SubscriptionKey("default", "a"))
                .map(Subscription::signing)
                .orElseThrow()
                .secrets();
    }

    /** What a dispatcher signs with. */
    private byte[] key(int place) {
        SecretSealer sealer = SecretSealer.fromFile(folder.resolve("keyset.json"));
        return sealer.open(
                sealed().get(place).sealed().bytes(), Seal.SIGNING.boundTo(new SubscriptionKey("default", "a")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stripe",
                "github",
                "shopify",
                "slack",
                "twilio",
                "intercom",
                "mandrill",
                "woocommerce",
                "elastic"
            })
    void ofAnyVendorsStyleTheKeyIsTheTextAndRotatingWorks(String style) {
        Reply made = put("{\"style\":\"" + style + "\"}");
        byte[] first = key(0);
        Reply rotated = gateway.request("POST", ONE + ":rotate-secret", "{\"overlap\":\"1h\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(secret(made)).startsWith("whsec_").hasSize(50);
        assertThat(first).isEqualTo(secret(made).getBytes(UTF_8));
        assertThat(rotated.status()).isEqualTo(200);
        assertThat(key(0)).isEqualTo(secret(rotated).getBytes(UTF_8));
        assertThat(key(1)).isEqualTo(first);
        assertThat(sealed().get(1).validUntil()).contains(TestGateway.NOW.plus(Duration.ofHours(1)));
        assertThat(rotated.json().at("/signing/oldSecretUntil").asText()).isEqualTo("2026-01-31T13:00:00Z");
        assertThat(gateway.request("GET", ONE, "").json().path("signing")).hasToString("{\"style\":\"" + style + "\"}");
    }

    @Test
    void theCallersOwnTextIsTaken() {
        String text = "It's a Secret to Everybody";

        assertThat(secret(put("{\"style\":\"github\",\"secret\":\"" + text + "\"}")))
                .isEqualTo(text);
        assertThat(key(0)).isEqualTo(text.getBytes(UTF_8));
        assertThat(secret(gateway.request(
                        "POST",
                        ONE + ":rotate-secret",
                        "{\"secret\":\"another one that is long\",\"overlap\":\"0s\"}")))
                .isEqualTo("another one that is long");
        assertThat(sealed()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"standard,not a secret of it at all,invalid_secret", "github,too short,weak_secret"})
    void aRotationWantsASecretOfTheStyle(String style, String secret, String code) {
        put("{\"style\":\"" + style + "\"}");

        Reply reply = gateway.request("POST", ONE + ":rotate-secret", "{\"secret\":\"" + secret + "\"}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo("/secret");
        assertThat(sealed()).hasSize(1);
    }

    @Test
    void anotherStyleKeepsTheTextThatItsOwnerHas() {
        put("{\"secret\":\"" + TEXT + "\"}");
        assertThat(key(0)).isEqualTo(Base64.getDecoder().decode(TEXT.substring(6)));

        Reply github = patch("{\"style\":\"github\"}");
        assertThat(github.status()).isEqualTo(200);
        assertThat(secret(github)).as("nothing new to tell").isEmpty();
        assertThat(key(0)).isEqualTo(TEXT.getBytes(UTF_8));

        assertThat(secret(patch("{\"style\":\"standard\"}"))).isEmpty();
        assertThat(key(0)).isEqualTo(Base64.getDecoder().decode(TEXT.substring(6)));
    }

    @Test
    void aTextThatTheStandardStyleCannotUseIsReplacedAndShown() {
        put("{\"style\":\"slack\",\"secret\":\"8f742231b10e8888abcd99yyyzzz85a5\"}");

        Reply standard = patch("{\"style\":\"standard\"}");

        assertThat(secret(standard)).startsWith("whsec_");
        assertThat(key(0)).isEqualTo(Base64.getDecoder().decode(secret(standard).substring(6)));
    }

    @Test
    void whatAStyleLeavesToChooseIsKeptAndGoesWithTheStyle() {
        put("{\"headerPrefix\":\"svix\"}");
        assertThat(gateway.request("GET", ONE, "").json().path("signing"))
                .hasToString("{\"style\":\"standard\",\"headerPrefix\":\"svix-\"}");

        Reply elastic = patch("{\"style\":\"elastic\",\"header\":\"X-Sig\",\"hash\":\"sha256\"}");
        assertThat(elastic.json().path("signing"))
                .hasToString("{\"style\":\"elastic\",\"header\":\"X-Sig\",\"hash\":\"sha256\"}");
        assertThat(patch("{\"hash\":null}").json().path("signing"))
                .hasToString("{\"style\":\"elastic\",\"header\":\"X-Sig\"}");
        assertThat(patch("{\"style\":\"standard\"}").json().path("signing")).hasToString("{\"style\":\"standard\"}");
    }

    @Test
    void whatIsAsItWasIsNotWrittenAgain() {
        String usual = "{\"style\":\"elastic\",\"hash\":\"sha512\",\"secret\":\"" + TEXT + "\"}";
        String tag = put(usual).header("ETag");
        gateway.now = TestGateway.NOW.plusSeconds(60);

        assertThat(put(usual).header("ETag")).isEqualTo(tag);
        assertThat(put("{\"style\":\"elastic\"}").header("ETag")).isEqualTo(tag);
    }

    @Test
    void aTestOfAStyleThatSignsFormsIsAForm() {
        put("{\"style\":\"mandrill\"}");

        gateway.request("POST", ONE + ":test", "{\"type\":\"send\",\"data\":{\"a\":1}}");

        assertThat(gateway.tests.element().contentType()).isEqualTo("application/x-www-form-urlencoded");
        assertThat(new String(gateway.tests.remove().body().bytes(), UTF_8))
                .isEqualTo("mandrill_events=%5B%7B%22event%22%3A%22send%22%2C%22ts%22%3A"
                        + TestGateway.NOW.getEpochSecond()
                        + "%2C%22msg%22%3A%7B%22a%22%3A1%7D%7D%5D");
    }
}
