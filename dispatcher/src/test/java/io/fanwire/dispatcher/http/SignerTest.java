package io.fanwire.dispatcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.fanwire.dispatcher.callbacks.Keys;
import io.fanwire.dispatcher.callbacks.SigningKey;
import io.fanwire.dispatcher.fixture.Seeds;
import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.SigningStyle;
import io.fanwire.schemas.Subscription;
import java.net.http.HttpHeaders;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Against the specification's own library, whose tolerance of clocks is five minutes; hence the real time. */
final class SignerTest {
    private static final byte[] SECRET = "a secret of thirty-two bytes: ok".getBytes(UTF_8);
    private static final byte[] OLD = "the one before it, also 32 bytes".getBytes(UTF_8);
    private static final String ID = "evt_1";
    private static final String BODY = "{\"type\":\"order.created\",\"größe\":\"riesig\"}";

    private final Signer signer = new Signer();
    private final Instant now = Instant.now();

    private String sign(String id, Instant time, Payload body, List<SigningKey> keys) {
        HttpUrl url = HttpUrl.parse("https://hooks.example.com/in", new HttpUrl.Policy(false, false))
                .fold(ok -> ok, refused -> {
                    throw new IllegalArgumentException(refused.detail());
                });
        Signer.Message message = new Signer.Message(id, time, url, "", "application/json", body);
        return signer.headers(new Subscription.Signing(SigningStyle.STANDARD, List.of()), keys, message)
                .getOrDefault("webhook-signature", "");
    }

    private static Webhook receiver(byte[] secret) {
        try {
            return new Webhook(secret);
        } catch (EmptyWebhookSecretException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static HttpHeaders headers(String id, long time, String signature) {
        return HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(id),
                        "webhook-timestamp", List.of(Long.toString(time)),
                        "webhook-signature", List.of(signature)),
                (name, value) -> true);
    }

    private HttpHeaders signed(String signature) {
        return headers(ID, now.getEpochSecond(), signature);
    }

    @Test
    void theReferenceLibraryAcceptsASignature() {
        String signature = sign(ID, now, Payload.utf8(BODY), List.of(Keys.of(SECRET)));

        assertThatCode(() -> receiver(SECRET).verify(BODY, signed(signature))).doesNotThrowAnyException();
    }

    @Test
    void twoSecretsGiveTwoSignaturesAndEitherIsEnough() {
        String signature = sign(ID, now, Payload.utf8(BODY), List.of(Keys.of(SECRET), Keys.of(OLD)));

        assertThat(signature.split(" ", -1)).hasSize(2).allMatch(part -> part.startsWith("v1,"));
        assertThatCode(() -> receiver(SECRET).verify(BODY, signed(signature))).doesNotThrowAnyException();
        assertThatCode(() -> receiver(OLD).verify(BODY, signed(signature))).doesNotThrowAnyException();
    }

    @Test
    void aSecretSignsUntilItsTimeIsOver() {
        var keys = List.of(Keys.of(SECRET), Keys.until(OLD, now.plusSeconds(1)));

        assertThat(sign(ID, now, Payload.utf8(BODY), keys).split(" ", -1)).hasSize(2);
        assertThat(sign(ID, now.plusSeconds(1), Payload.utf8(BODY), keys).split(" ", -1))
                .hasSize(1);
    }

    @Test
    void withoutAValidSecretNothingIsSigned() {
        assertThatThrownBy(() -> sign(ID, now, Payload.utf8(BODY), List.of(Keys.until(OLD, now))))
                .isInstanceOf(UnsignableException.class);
    }

    @Test
    void anotherIdTimeSecretOrAnyFlippedBitIsRefused() {
        String signature = sign(ID, now, Payload.utf8(BODY), List.of(Keys.of(SECRET)));
        long time = now.getEpochSecond();

        refused(SECRET, BODY, headers("evt_2", time, signature));
        refused(SECRET, BODY, headers(ID, time + 1, signature));
        refused(OLD, BODY, headers(ID, time, signature));
        for (int bit = 0; bit < BODY.length() * 7; bit++) {
            char[] changed = BODY.toCharArray();
            changed[bit / 7] ^= (char) (1 << (bit % 7));
            refused(SECRET, new String(changed), headers(ID, time, signature));
        }
    }

    private static void refused(byte[] secret, String body, HttpHeaders headers) {
        assertThatThrownBy(() -> receiver(secret).verify(body, headers))
                .isInstanceOf(WebhookVerificationException.class);
    }

    /** Bodies that are no text: the library takes texts only, so against the formula. */
    @Test
    void bytesOfAnyKindAreSignedToTheLetter() throws GeneralSecurityException {
        RandomGenerator random = Seeds.random();
        for (int i = 0; i < 200; i++) {
            byte[] body = new byte[random.nextInt(2000)];
            random.nextBytes(body);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
            mac.update((ID + "." + now.getEpochSecond() + ".").getBytes(UTF_8));
            String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));

            assertThat(sign(ID, now, Payload.of(body), List.of(Keys.of(SECRET))))
                    .as("seed %d", Seeds.SEED)
                    .isEqualTo(expected);
        }
    }
}
