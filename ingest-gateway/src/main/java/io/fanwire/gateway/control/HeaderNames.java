package io.fanwire.gateway.control;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which headers a subscription may set, and which of them are secret without a word. */
final class HeaderNames {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");

    /** They say how a message is framed or where it goes, or what signs it. */
    private static final Set<String> RESERVED = Set.of(
            "host",
            "content-length",
            "content-encoding",
            "transfer-encoding",
            "connection",
            "proxy-connection",
            "keep-alive",
            "te",
            "trailer",
            "upgrade",
            "expect");

    private static final List<String> RESERVED_PREFIXES = List.of("webhook-", "fanwire-", "ce-", "__fanwire.");

    private static final Set<String> ALWAYS_SECRET =
            Set.of("authorization", "proxy-authorization", "cookie", "x-api-key");
    private static final Pattern SECRET =
            Pattern.compile("auth|cookie|credential|jwt|key|passw|secret|session|signature|token");

    private HeaderNames() {}

    static boolean valid(String name) {
        return TOKEN.matcher(name).matches();
    }

    static boolean reserved(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return RESERVED.contains(lower) || RESERVED_PREFIXES.stream().anyMatch(lower::startsWith);
    }

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
