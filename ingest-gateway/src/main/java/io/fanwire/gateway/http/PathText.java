package io.fanwire.gateway.http;

/** Whether a request target may be looked at further: every percent sign starts a byte, and none of those bytes is NUL. */
final class PathText {
    private PathText() {}

    static boolean wellFormed(String uri) {
        for (int at = uri.indexOf('%'); at >= 0; at = uri.indexOf('%', at + 1)) {
            if (at + 2 >= uri.length() || !hex(uri.charAt(at + 1)) || !hex(uri.charAt(at + 2))) {
                return false;
            }
            if (uri.startsWith("00", at + 1)) {
                return false;
            }
        }
        return uri.startsWith("/");
    }

    private static boolean hex(char c) {
        return Character.digit(c, 16) >= 0 && c < 0x80;
    }
}
