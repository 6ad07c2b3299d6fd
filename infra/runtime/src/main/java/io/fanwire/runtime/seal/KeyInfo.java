package io.fanwire.runtime.seal;

import java.util.Locale;

/**
 * What may be told of a key of the key set.
 *
 * @param id as every ciphertext names it
 */
public record KeyInfo(int id, Use use) {
    /** What a key is for. */
    public enum Use {
        /** It opens what was sealed before the rotation. */
        OLD,
        /** It seals. */
        PRIMARY,
        /** It is known, and will seal after the next rotation. */
        STAGED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The id as people see it. */
    public String name() {
        return String.format(Locale.ROOT, "%08x", id);
    }
}
