package io.fanwire.local.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;

/** What the Standard Webhooks library said about a request. */
public enum Signature {
    VERIFIED,
    BAD,
    /** No secret is known, or the body is no text, which the library cannot check. */
    NOT_CHECKED;

    /** @param headers names in lower case */
    static Signature of(String secret, byte[] body, Map<String, List<String>> headers) {
        if (secret.isEmpty()) {
            return NOT_CHECKED;
        }
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            new Webhook(secret).verify(text, headers);
            return VERIFIED;
        } catch (CharacterCodingException binary) {
            return NOT_CHECKED;
        } catch (WebhookVerificationException | EmptyWebhookSecretException | IllegalArgumentException bad) {
            return BAD;
        }
    }
}
