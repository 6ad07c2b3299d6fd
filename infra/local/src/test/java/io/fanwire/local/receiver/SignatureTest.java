package io.fanwire.local.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The receiver believes the Standard Webhooks library alone. */
final class SignatureTest {
    private final String secret = SigningSecret.make();
    private final byte[] body = "{\"naïve\":true}".getBytes(UTF_8);

    @Test
    void aGoodSignatureIsVerified() throws Exception {
        assertThat(Signature.of(secret, body, headers(body))).isEqualTo(Signature.VERIFIED);
    }

    @Test
    void anotherBodyOrSecretOrNoSignatureIsBad() throws Exception {
        assertThat(Signature.of(secret, "{}".getBytes(UTF_8), headers(body))).isEqualTo(Signature.BAD);
        assertThat(Signature.of(SigningSecret.make(), body, headers(body))).isEqualTo(Signature.BAD);
        assertThat(Signature.of(secret, body, Map.of())).isEqualTo(Signature.BAD);
    }

    @Test
    void withoutSecretOrWithoutTextNothingIsClaimed() throws Exception {
        byte[] binary = {(byte) 0xff, (byte) 0xfe};

        assertThat(Signature.of("", body, headers(body))).isEqualTo(Signature.NOT_CHECKED);
        assertThat(Signature.of(secret, binary, headers(body))).isEqualTo(Signature.NOT_CHECKED);
    }

    private Map<String, List<String>> headers(byte[] signed) throws Exception {
        long now = Instant.now().getEpochSecond();
        String signature = new Webhook(secret).sign("evt_1", now, new String(signed, UTF_8));
        return Map.of(
                "webhook-id", List.of("evt_1"),
                "webhook-timestamp", List.of(Long.toString(now)),
                "webhook-signature", List.of(signature));
    }
}
