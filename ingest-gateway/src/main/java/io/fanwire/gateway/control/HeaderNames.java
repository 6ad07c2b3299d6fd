package io.fanwire.gateway.control;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which headers of a subscription are secret without a word. */
final class HeaderNames {
    private static final Set<String> ALWAYS_SECRET =
            Set.of("authorization", "proxy-authorization", "cookie", "x-api-key");
    private static final Pattern SECRET =
            Pattern.compile("auth|cookie|credential|jwt|key|passw|secret|session|signature|token");

    private HeaderNames() {}

    /** Nobody can say that these are no secret. */
    static boolean alwaysSecret(String name) {
        return ALWAYS_SECRET.contains(name.toLowerCase(Locale.ROOT));
    }

    /** The name says so, unless its owner says otherwise. */
    static boolean secret(String name) {
        return alwaysSecret(name)
                || SECRET.matcher(name.toLowerCase(Locale.ROOT)).find();
    }
}
