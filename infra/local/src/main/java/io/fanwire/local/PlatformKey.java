package io.fanwire.local;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes platform keys, {@code fw_<id>_<secret>}, as the gateway accepts them. */
final class PlatformKey {
    private static final int ID_BYTES = 6;
    private static final int SECRET_BYTES = 32;

    private PlatformKey() {}

    static String make() {
        SecureRandom random = new SecureRandom();
        return "fw_" + text(random, ID_BYTES) + "_" + text(random, SECRET_BYTES);
    }

    /** Letters and digits only, so that the parts stay apart. */
    private static String text(SecureRandom random, int bytes) {
        byte[] chosen = new byte[bytes];
        random.nextBytes(chosen);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(chosen)
                .replace('_', 'x')
                .replace('-', 'y');
    }
}
