package io.fanwire.runtime.net;

import io.fanwire.runtime.net.HttpUrl.Ok;
import io.fanwire.runtime.net.HttpUrl.Parsed;
import io.fanwire.runtime.net.HttpUrl.Policy;
import io.fanwire.runtime.net.HttpUrl.Refused;
import java.util.Locale;
import java.util.Set;

/**
 * Reads an address from left to right and refuses what two readers could read differently. Follows RFC 3986 with less
 * freedom; the ports are those the WHATWG's fetch standard does not block.
 */
final class UrlParser {
    private static final int LONGEST = 2_048;
    private static final String FORBIDDEN = "\\\"<>^{|}`";
    private static final Set<Integer> BAD_PORTS = Set.of(
            1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
            10080);

    private UrlParser() {}

    static Parsed parse(String text, Policy policy) {
        if (text.length() > LONGEST) {
            return new Refused("length", "The URL is longer than " + LONGEST + " characters.");
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f && FORBIDDEN.indexOf(c) < 0)) {
            return new Refused(
                    "characters",
                    "The URL has a character that does not belong there: only printable ASCII without spaces, and none of "
                            + FORBIDDEN + ". A host in another alphabet is given as its xn-- name.");
        }
        int colon = text.indexOf(':');
        String scheme = text.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return new Refused("scheme", "The URL starts with https://.");
        }
        if (scheme.equals("http") && !policy.allowHttp()) {
            return new Refused("http", "Plain http is not allowed here; use https.");
        }
        if (!text.startsWith("//", colon + 1)) {
            return new Refused("authority", "After the scheme come // and a host.");
        }
        if (text.indexOf('#') >= 0) {
            return new Refused("fragment", "The URL has no fragment (#).");
        }
        int end = endOfAuthority(text, colon + 3);
        return authority(scheme, text.substring(colon + 3, end), pathAndQuery(text.substring(end)), policy);
    }

    private static int endOfAuthority(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) != '/' && text.charAt(end) != '?') {
            end++;
        }
        return end;
    }

    private static String pathAndQuery(String rest) {
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    private static Parsed authority(String scheme, String authority, String pathAndQuery, Policy policy) {
        if (authority.indexOf('@') >= 0) {
            return new Refused("userinfo", "The URL holds no user name or password.");
        }
        if (authority.indexOf('%') >= 0) {
            return new Refused("host", "The host has no percent sign.");
        }
        int bracket = authority.lastIndexOf(']');
        int colon = authority.indexOf(':', authority.startsWith("[") ? bracket + 1 : 0);
        String hostText = colon < 0 ? authority : authority.substring(0, colon);
        int port = colon < 0 ? HttpUrl.defaultPort(scheme) : port(authority.substring(colon + 1));
        if (port < 0) {
            return new Refused("port", "The port is one number from 1 to 65535, digits only.");
        }
        if (port != 80 && port != 443 && (port < 1024 || BAD_PORTS.contains(port))) {
            return new Refused(
                    "port",
                    "Port " + port + " is not allowed: 80, 443, or from 1024 on without those of"
                            + " other protocols.");
        }
        return HostText.read(hostText, policy)
                .fold(
                        host -> new Ok(new HttpUrl(scheme, host.text(), host.ipv6Literal(), port, pathAndQuery)),
                        refused -> refused);
    }

    private static int port(String digits) {
        boolean number = !digits.isEmpty()
                && digits.length() <= 5
                && digits.charAt(0) != '0'
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(digits) : -1;
        return port <= 65_535 ? port : -1;
    }
}
