package io.fanwire.runtime.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An IP address as bits, of the family it was written or answered in: unlike the JDK's it never turns an IPv4-mapped address into an
 * IPv4 one. An IPv4 address is the low 32 bits of {@code low}.
 */
public record IpAddress(boolean v6, long high, long low) {
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;

    static IpAddress v4(int bits) {
        return new IpAddress(false, 0, Integer.toUnsignedLong(bits));
    }

    /** From 4 or 16 bytes, most significant first. */
    static Optional<IpAddress> of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return switch (bytes.length) {
            case V4_BYTES -> Optional.of(v4(buffer.getInt()));
            case V6_BYTES -> Optional.of(new IpAddress(true, buffer.getLong(), buffer.getLong()));
            default -> Optional.empty();
        };
    }

    /** A canonical quad, or an IPv6 address without brackets; no name is ever looked up. */
    static Optional<IpAddress> parse(String text) {
        if (HostText.isQuad(text)) {
            int bits = 0;
            for (String number : text.split("\\.", -1)) {
                bits = bits << 8 | Integer.parseInt(number);
            }
            return Optional.of(v4(bits));
        }
        return Ipv6Text.parse(text).map(IpAddress::of);
    }

    static IpAddress of(Ipv6Text text) {
        return new IpAddress(true, joined(text, 0), joined(text, 4));
    }

    private static long joined(Ipv6Text text, int from) {
        long bits = 0;
        for (int group : text.groups().subList(from, from + 4)) {
            bits = bits << 16 | group;
        }
        return bits;
    }

    int width() {
        return v6 ? 128 : 32;
    }

    /** The IPv4 address in the low 32 bits. */
    IpAddress embedded() {
        return v4((int) low);
    }

    /** Where to connect to, with no name in it. */
    InetSocketAddress at(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes()), port);
        } catch (UnknownHostException never) {
            throw new IllegalStateException("an address has 4 or 16 bytes", never);
        }
    }

    private byte[] bytes() {
        return v6
                ? ByteBuffer.allocate(V6_BYTES).putLong(high).putLong(low).array()
                : ByteBuffer.allocate(V4_BYTES).putInt((int) low).array();
    }
}
