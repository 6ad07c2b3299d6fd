package io.fanwire.bench.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.bench.ledger.Post.Signed;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signing secrets of a sink's callbacks, and what they say of a request. Written after the text of Standard Webhooks 1.0 and not
 * after our signer, so that one checks the other. Owned by the sink's event loop.
 */
final class Secrets {
    private static final String PREFIX = "whsec_";

    private final Map<String, List<byte[]>> bySubscription = new HashMap<>();

    /** @param secrets the present one, then perhaps the one before */
    void set(String subscription, List<String> secrets) {
        bySubscription.put(subscription, secrets.stream().map(Secrets::bytes).toList());
    }

    Signed check(String subscription, String id, String timestamp, Optional<String> signatures, byte[] body) {
        List<byte[]> secrets = bySubscription.getOrDefault(subscription, List.of());
        if (secrets.isEmpty()) {
            return Signed.UNCHECKED;
        }
        List<String> given =
                signatures.map(text -> Arrays.asList(text.split(" ", -1))).orElse(List.of());
        boolean current = signs(secrets.get(0), id, timestamp, body, given);
        boolean previous = secrets.size() > 1 && signs(secrets.get(1), id, timestamp, body, given);
        if (current) {
            return previous ? Signed.BOTH : Signed.CURRENT;
        }
        return previous ? Signed.PREVIOUS : Signed.BAD;
    }

    private static boolean signs(byte[] secret, String id, String timestamp, byte[] body, List<String> given) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(UTF_8));
            byte[] expected = ("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body))).getBytes(UTF_8);
            return given.stream().anyMatch(one -> MessageDigest.isEqual(expected, one.getBytes(UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256, and any bytes are a key", impossible);
        }
    }

    private static byte[] bytes(String secret) {
        return Base64.getDecoder().decode(secret.substring(secret.startsWith(PREFIX) ? PREFIX.length() : 0));
    }
}
