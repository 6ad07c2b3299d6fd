package io.fanwire.gateway.control;

import io.fanwire.schemas.HeaderRules;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which headers of a subscription are secret without a word. */
final class HeaderNames {
    private static final Pattern SECRET =
            Pattern.compile("auth|cookie|credential|jwt|key|passw|secret|session|signature|token");

    private HeaderNames() {}

    /** The name says so, unless its owner says otherwise. */
    static boolean secret(String name) {
        return HeaderRules.credential(name)
                || SECRET.matcher(name.toLowerCase(Locale.ROOT)).find();
    }
}
