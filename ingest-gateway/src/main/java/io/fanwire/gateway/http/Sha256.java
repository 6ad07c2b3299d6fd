package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of texts. What is hashed here has 256 random bits, so nothing slower is needed. */
public final class Sha256 {
    private Sha256() {}

    public static byte[] of(String text) {
        return digest().digest(text.getBytes(UTF_8));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
