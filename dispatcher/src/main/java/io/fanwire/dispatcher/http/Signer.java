package io.fanwire.dispatcher.http;

import io.fanwire.dispatcher.callbacks.SigningKey;
import io.fanwire.schemas.Payload;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;

/**
 * Signatures of the style {@code standard}: Standard Webhooks 1.0, scheme {@code v1}, over the exact bytes sent.
 *
 * <p>Holds one MAC; confined to one event loop.
 */
final class Signer {
    private final Mac mac;

    Signer() {
        try {
            mac = Mac.getInstance("HmacSHA256");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HmacSHA256", missing);
        }
    }

    /**
     * One {@code v1,<Base64>} per key that is valid now, separated by spaces.
     *
     * @throws UnsignableException when no key is valid now
     */
    String sign(String webhookId, Instant now, Payload body, List<SigningKey> keys) {
        byte[] head = (webhookId + "." + now.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8);
        StringBuilder signatures = new StringBuilder(64);
        for (SigningKey key : keys) {
            if (key.validAt(now)) {
                signatures.append(signatures.isEmpty() ? "v1," : " v1,");
                signatures.append(Base64.getEncoder().encodeToString(mac(key, head, body)));
            }
        }
        if (signatures.isEmpty()) {
            throw new UnsignableException("no signing secret is valid now");
        }
        return signatures.toString();
    }

    private byte[] mac(SigningKey key, byte[] head, Payload body) {
        try {
            mac.init(key.key());
        } catch (InvalidKeyException impossible) {
            throw new IllegalStateException("any bytes are an HMAC key", impossible);
        }
        mac.update(head);
        return mac.doFinal(body.bytes());
    }
}
