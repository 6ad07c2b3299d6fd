package io.fanwire.gateway.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Where a list goes on: opaque, and of use to the tenant it was made for only. Any thread may use it. */
final class Cursors {
    private static final int MAC_BYTES = 16;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    Cursors(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    String after(String tenant, String id) {
        byte[] text = id.getBytes(UTF_8);
        byte[] cursor = ByteBuffer.allocate(MAC_BYTES + text.length)
                .put(mac(tenant, text))
                .put(text)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
    }

    /** The id after which to go on; empty when the cursor was not made for this tenant. */
    Optional<String> read(String tenant, String cursor) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length <= MAC_BYTES) {
                return Optional.empty();
            }
            byte[] text = Arrays.copyOfRange(bytes, MAC_BYTES, bytes.length);
            return MessageDigest.isEqual(Arrays.copyOf(bytes, MAC_BYTES), mac(tenant, text))
                    ? Optional.of(new String(text, UTF_8))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private byte[] mac(String tenant, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(tenant.getBytes(UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(mac.doFinal(text), MAC_BYTES);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, missing);
        }
    }
}
