package io.fanwire.runtime.net;

import io.fanwire.runtime.net.HttpUrl.Refused;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses are nobody's business to call, from the IANA special-purpose registries: of IPv4 all that is not globally reachable,
 * of IPv6 everything but what is allotted to the public, and not all of that.
 */
final class AddressClasses {
    static final IpNetwork NAT64 = IpNetwork.known("64:ff9b::/96");
    static final IpNetwork MAPPED = IpNetwork.known("::ffff:0:0/96");

    private static final IpNetwork PUBLIC_V6 = IpNetwork.known("2000::/3");
    private static final List<IpNetwork> LOOPBACK = List.of(IpNetwork.known("127.0.0.0/8"), IpNetwork.known("::1/128"));

    private static final List<Row> ROWS = List.of(
            row("0.0.0.0/8", "reserved", "stands for this machine or network"),
            row("10.0.0.0/8", "private", "is of a private network"),
            row("100.64.0.0/10", "private", "is of a carrier's inner network"),
            row("127.0.0.0/8", "loopback", "is this machine's own"),
            row("168.63.129.16/32", "cloud", "is a cloud host's control address"),
            row("169.254.0.0/16", "link-local", "is of the local link only"),
            row("172.16.0.0/12", "private", "is of a private network"),
            row("192.0.0.0/24", "reserved", "is reserved for protocols"),
            row("192.0.2.0/24", "reserved", "is for documentation only"),
            row("192.88.99.0/24", "reserved", "is a relay of old, given up"),
            row("192.168.0.0/16", "private", "is of a private network"),
            row("198.18.0.0/15", "reserved", "is for measurements only"),
            row("198.51.100.0/24", "reserved", "is for documentation only"),
            row("203.0.113.0/24", "reserved", "is for documentation only"),
            row("224.0.0.0/4", "multicast", "is a group's, not a machine's"),
            row("240.0.0.0/4", "reserved", "is reserved"),
            row("::1/128", "loopback", "is this machine's own"),
            row("::ffff:0:0/96", "address", "is an IPv4 address written as an IPv6 one"),
            row("64:ff9b::/96", "nat64", "is a translated IPv4 address"),
            row("fc00::/7", "private", "is of a private network"),
            row("fe80::/10", "link-local", "is of the local link only"),
            row("ff00::/8", "multicast", "is a group's, not a machine's"),
            row("2001::/23", "reserved", "is reserved for protocols"),
            row("2001:db8::/32", "reserved", "is for documentation only"),
            row("2002::/16", "reserved", "is a translated IPv4 address"),
            row("3fff::/20", "reserved", "is for documentation only"));

    private AddressClasses() {}

    private record Row(IpNetwork network, String rule, String why) {}

    private static Row row(String network, String rule, String why) {
        return new Row(IpNetwork.known(network), rule, why);
    }

    /** By which rule an address is not one of the public Internet. */
    static Optional<Refused> refusal(IpAddress address) {
        Optional<Row> special =
                ROWS.stream().filter(row -> row.network().contains(address)).findFirst();
        if (special.isPresent()) {
            return special.map(row -> new Refused(row.rule(), "The address " + row.why() + "."));
        }
        return address.v6() && !PUBLIC_V6.contains(address)
                ? Optional.of(new Refused("reserved", "The address is not one of the public Internet."))
                : Optional.empty();
    }

    static boolean loopback(IpAddress address) {
        return LOOPBACK.stream().anyMatch(network -> network.contains(address));
    }
}
