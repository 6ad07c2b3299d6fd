package io.fanwire.runtime.net;

import java.util.Optional;
import java.util.regex.Pattern;

/** A machine and a port that an operator names: {@code 192.0.2.1:8080}, {@code [2001:db8::1]:8080}, {@code proxy.example:3128}. */
public record HostAndPort(String host, int port) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?");
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
    private static final int HIGHEST = 65_535;

    /** Reads a text in which the port may be left out where there is a usual one. */
    static Optional<HostAndPort> parse(String text, Optional<Integer> usualPort) {
        int bracket = text.lastIndexOf(']');
        int colon = text.indexOf(':', Math.max(0, bracket));
        Optional<Integer> port = colon < 0 ? usualPort : port(text.substring(colon + 1));
        String typed = colon < 0 ? text : text.substring(0, colon);
        return port.flatMap(number -> host(typed, bracket).map(host -> new HostAndPort(host, number)));
    }

    private static Optional<Integer> port(String digits) {
        return Optional.of(digits)
                .filter(text -> PORT.matcher(text).matches())
                .map(Integer::valueOf)
                .filter(number -> number <= HIGHEST);
    }

    private static Optional<String> host(String typed, int bracket) {
        if (typed.startsWith("[") && bracket == typed.length() - 1) {
            return Ipv6Text.parse(typed.substring(1, bracket)).map(Ipv6Text::toString);
        }
        return Optional.of(typed.toLowerCase(java.util.Locale.ROOT))
                .filter(name -> NAME.matcher(name).matches());
    }

    /** Where it is an address and not a name. */
    Optional<IpAddress> address() {
        return IpAddress.parse(host);
    }
}
