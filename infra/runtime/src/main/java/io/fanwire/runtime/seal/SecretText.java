package io.fanwire.runtime.seal;

import java.nio.charset.StandardCharsets;

/** A password, a key's value or another secret text. It is asked for by name only. */
public final class SecretText implements Secret {
    /** What is shown instead of a secret. */
    public static final String HIDDEN = "***";

    private final String text;

    public SecretText(String text) {
        this.text = text;
    }

    /** From the bytes that were sealed. */
    public static SecretText of(byte[] utf8) {
        return new SecretText(new String(utf8, StandardCharsets.UTF_8));
    }

    public String reveal() {
        return text;
    }

    /** As it is sealed. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
