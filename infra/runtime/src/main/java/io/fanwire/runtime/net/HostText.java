package io.fanwire.runtime.net;

import io.fanwire.runtime.net.HttpUrl.Policy;
import io.fanwire.runtime.net.HttpUrl.Refused;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the host of an address: an IPv6 literal in brackets, a canonical IPv4 quad, or a name. Looks nothing up. */
final class HostText {
    private static final int LONGEST_NAME = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern NUMERIC_LABEL = Pattern.compile("[0-9]+|0x.*");
    private static final Pattern QUAD_NUMBER = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final List<String> SPECIAL_NAMES = List.of(
            "localhost",
            "local",
            "localdomain",
            "internal",
            "home.arpa",
            "cluster.local",
            "svc",
            "onion",
            "test",
            "invalid",
            "lan",
            "intranet",
            "corp");

    private HostText() {}

    /** A host, or why it is none. */
    sealed interface Read {
        <T> T fold(Function<Host, T> host, Function<Refused, T> refused);
    }

    /** A host in normal form, an IPv6 literal without its brackets. */
    record Host(String text, boolean ipv6Literal) implements Read {
        @Override
        public <T> T fold(Function<Host, T> host, Function<Refused, T> refused) {
            return host.apply(this);
        }
    }

    /** No host. */
    record NoHost(Refused why) implements Read {
        @Override
        public <T> T fold(Function<Host, T> host, Function<Refused, T> refused) {
            return refused.apply(why);
        }
    }

    static Read read(String typed, Policy policy) {
        if (typed.isEmpty()) {
            return refused("host", "The URL names no host.");
        }
        if (typed.startsWith("[")) {
            return literal6(typed);
        }
        String name = typed.toLowerCase(Locale.ROOT);
        String withoutDot = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        List<String> labels = List.of(withoutDot.split("\\.", -1));
        if (NUMERIC_LABEL.matcher(labels.get(labels.size() - 1)).matches()) {
            return literal4(name);
        }
        return name(withoutDot, labels, policy);
    }

    private static Read literal6(String typed) {
        Optional<Ipv6Text> address =
                typed.endsWith("]") ? Ipv6Text.parse(typed.substring(1, typed.length() - 1)) : Optional.empty();
        if (address.isEmpty()) {
            return refused("address", "The host in brackets is not an IPv6 address.");
        }
        if (address.get().mapsIpv4()) {
            return refused("address", "An IPv4 address written as an IPv6 one is not accepted.");
        }
        return new Host(address.get().toString(), true);
    }

    private static Read literal4(String name) {
        if (!isQuad(name)) {
            return refused("address", "A numeric host is an IPv4 address: four decimal numbers from 0 to 255.");
        }
        return new Host(name, false);
    }

    /** Four numbers from 0 to 255 without leading zeros: the one spelling that every reader reads alike. */
    static boolean isQuad(String text) {
        List<String> numbers = List.of(text.split("\\.", -1));
        return numbers.size() == 4
                && numbers.stream()
                        .allMatch(number -> QUAD_NUMBER.matcher(number).matches() && Integer.parseInt(number) <= 255);
    }

    private static Read name(String name, List<String> labels, Policy policy) {
        if (name.length() > LONGEST_NAME
                || !labels.stream().allMatch(label -> LABEL.matcher(label).matches())) {
            return refused(
                    "host",
                    "The host is not a name: labels of 1 to 63 letters, digits, - and _, none of which starts or ends with"
                            + " -, at most 253 characters.");
        }
        if (name.equals("localhost") && policy.allowLoopback()) {
            return new Host(name, false);
        }
        if (SPECIAL_NAMES.stream().anyMatch(special -> name.equals(special) || name.endsWith("." + special))) {
            return refused("name", "The name " + name + " is not a public one.");
        }
        if (labels.size() < 2) {
            return refused("name", "The name " + name + " has no domain.");
        }
        return new Host(name, false);
    }

    private static Read refused(String rule, String detail) {
        return new NoHost(new Refused(rule, detail));
    }
}
