package io.fanwire.gateway.http;

/**
 * Whether a request target may be looked at further: it is a path of printable ASCII without a fragment, every percent sign starts a
 * byte, and none of those bytes is NUL.
 */
final class PathText {
    static final Problem MALFORMED = Problem.of(400, "malformed_request", "The path or query is not well formed.");

    private PathText() {}

    static boolean wellFormed(String uri) {
        for (int at = 0; at < uri.length(); at++) {
            char c = uri.charAt(at);
            if (c <= ' ' || c > '~' || c == '#' || (c == '%' && !startsByte(uri, at))) {
                return false;
            }
        }
        return uri.startsWith("/");
    }

    private static boolean startsByte(String uri, int at) {
        return at + 2 < uri.length()
                && hex(uri.charAt(at + 1))
                && hex(uri.charAt(at + 2))
                && !uri.startsWith("00", at + 1);
    }

    private static boolean hex(char c) {
        return Character.digit(c, 16) >= 0 && c < 0x80;
    }
}
