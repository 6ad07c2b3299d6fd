package io.fanwire.gateway.control;

import io.fanwire.runtime.seal.Secret;
import io.fanwire.schemas.SigningStyle;
import java.util.EnumMap;
import java.util.Map;

/**
 * The secret that is made where the caller brings none: the same however often one call is decided, so that what a callback is asked with is
 * signed with what will sign. Used by one thread after another.
 */
final class SpareSecret implements Secret {
    private final Map<SigningStyle, SigningSecret> made = new EnumMap<>(SigningStyle.class);

    SigningSecret of(SigningStyle style) {
        return made.computeIfAbsent(style, SigningSecret::random);
    }

    @Override
    public String toString() {
        return "spare secret";
    }
}
