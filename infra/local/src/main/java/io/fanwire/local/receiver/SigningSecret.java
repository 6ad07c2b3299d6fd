package io.fanwire.local.receiver;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes secrets in the form of Standard Webhooks: {@code whsec_} and the Base64 of 32 random bytes. */
public final class SigningSecret {
    private static final int BYTES = 32;

    private SigningSecret() {}

    public static String make() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return "whsec_" + Base64.getEncoder().encodeToString(secret);
    }
}
