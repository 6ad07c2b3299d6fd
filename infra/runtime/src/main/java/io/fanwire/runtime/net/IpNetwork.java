package io.fanwire.runtime.net;

import java.util.Optional;
import java.util.regex.Pattern;

/** The addresses of one family that begin with the same bits: {@code 10.0.0.0/8}, {@code fd00::/8}. */
record IpNetwork(IpAddress first, int bits) {
    private static final Pattern BITS = Pattern.compile("0|[1-9][0-9]{0,2}");

    /** Empty where the text is no network, or has bits beyond its prefix. */
    static Optional<IpNetwork> parse(String text) {
        int slash = text.indexOf('/');
        String length = slash < 0 ? "" : text.substring(slash + 1);
        if (!BITS.matcher(length).matches()) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(length);
        return IpAddress.parse(text.substring(0, slash))
                .filter(address -> bits <= address.width())
                .map(address -> new IpNetwork(address, bits))
                .filter(IpNetwork::canonical);
    }

    /** For those that are written in the code. */
    static IpNetwork known(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text + " is not a network"));
    }

    boolean contains(IpAddress address) {
        return address.v6() == first.v6()
                && (first.v6()
                        ? same(address.high(), first.high(), Math.min(bits, 64), 64)
                                && same(address.low(), first.low(), Math.max(bits - 64, 0), 64)
                        : same(address.low(), first.low(), bits, 32));
    }

    private boolean canonical() {
        return first.v6()
                ? rest(first.high(), Math.min(bits, 64), 64) == 0 && rest(first.low(), Math.max(bits - 64, 0), 64) == 0
                : rest(first.low(), bits, 32) == 0;
    }

    private static boolean same(long one, long other, int prefix, int width) {
        return prefix == 0 || (one ^ other) >>> (width - prefix) == 0;
    }

    private static long rest(long value, int prefix, int width) {
        return prefix == width ? 0 : prefix == 0 ? value : value & ((1L << (width - prefix)) - 1);
    }
}
