package io.fanwire.gateway.access;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Optional;

/** How a key is written: {@code fw_<id>_<secret>}, its secret 256 random bits in letters and digits. */
public final class KeyText {
    private static final String START = "fw_";
    private static final int BITS = 256;
    private static final int RADIX = 36;
    private static final int LENGTH = 50;
    private static final SecureRandom RANDOM = new SecureRandom();

    private KeyText() {}

    /** A new key of this id, to be shown once. */
    public static String make(String id) {
        String secret = new BigInteger(BITS, RANDOM).toString(RADIX);
        return START + id + "_" + "0".repeat(LENGTH - secret.length()) + secret;
    }

    /** The id that a key says it has. */
    static Optional<String> id(String key) {
        int end = key.lastIndexOf('_');
        return key.startsWith(START) && end > START.length()
                ? Optional.of(key.substring(START.length(), end))
                : Optional.empty();
    }
}
