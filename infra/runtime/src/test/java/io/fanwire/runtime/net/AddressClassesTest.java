package io.fanwire.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The classifier against a second table, of first and last addresses, that is read in another way. */
class AddressClassesTest {
    private static final int RANDOM = 500_000;

    /** The IANA registry of 2025 as ranges, what is not globally reachable; and what the design adds to it. */
    private static final List<String> CLOSED_V4 = List.of(
            "0.0.0.0-0.255.255.255",
            "10.0.0.0-10.255.255.255",
            "100.64.0.0-100.127.255.255",
            "127.0.0.0-127.255.255.255",
            "168.63.129.16-168.63.129.16",
            "169.254.0.0-169.254.255.255",
            "172.16.0.0-172.31.255.255",
            "192.0.0.0-192.0.0.255",
            "192.0.2.0-192.0.2.255",
            "192.88.99.0-192.88.99.255",
            "192.168.0.0-192.168.255.255",
            "198.18.0.0-198.19.255.255",
            "198.51.100.0-198.51.100.255",
            "203.0.113.0-203.0.113.255",
            "224.0.0.0-255.255.255.255");

    private static final List<String> OPEN_V6 = List.of(
            "2000::-2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            "2001:200::-2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
            "2001:db9::-2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            "2003::-3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            "3fff:1000::-3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");

    private record Range(BigInteger first, BigInteger last) {
        static Range of(String text) {
            String[] ends = text.split("-", -1);
            return new Range(number(ends[0]), number(ends[1]));
        }

        private static BigInteger number(String text) {
            return AddressClassesTest.number(IpAddress.parse(text).orElseThrow());
        }

        boolean has(BigInteger number) {
            return first.compareTo(number) <= 0 && number.compareTo(last) <= 0;
        }
    }

    private final List<Range> closed = CLOSED_V4.stream().map(Range::of).toList();
    private final List<Range> open = OPEN_V6.stream().map(Range::of).toList();

    private static BigInteger number(IpAddress address) {
        return new BigInteger(1, address.at(1).getAddress().getAddress());
    }

    private void agree(IpAddress address, long seed) {
        BigInteger number = address.v6()
                ? BigInteger.valueOf(address.high())
                        .and(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE))
                        .shiftLeft(64)
                        .or(BigInteger.valueOf(address.low())
                                .and(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)))
                : BigInteger.valueOf(address.low());
        boolean wanted = address.v6()
                ? open.stream().anyMatch(range -> range.has(number))
                : closed.stream().noneMatch(range -> range.has(number));
        if (AddressClasses.refusal(address).isEmpty() != wanted) {
            throw new AssertionError("seed " + seed + ": " + address + " should be " + (wanted ? "open" : "closed"));
        }
    }

    @Test
    void everyEighthAndAMillionRandomAddressesAgreeWithTheSecondTable() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int first = 0; first < 256; first++) {
            agree(IpAddress.v4(first << 24), seed);
            agree(IpAddress.v4(first << 24 | 0xffffff), seed);
            agree(IpAddress.v4(first << 24 | random.nextInt(1 << 24)), seed);
            agree(new IpAddress(true, (long) first << 56, 0), seed);
            agree(new IpAddress(true, (long) first << 56 | (1L << 56) - 1, -1), seed);
        }
        for (int i = 0; i < RANDOM; i++) {
            agree(IpAddress.v4(random.nextInt()), seed);
            long high = i % 2 == 0 ? random.nextLong() : random.nextLong() >>> 3 | 1L << 61;
            agree(new IpAddress(true, i % 5 == 0 ? 0x2001L << 48 | high >>> 32 << 16 : high, random.nextLong()), seed);
        }
    }

    /** Where a range begins and ends, and the addresses beside it. */
    @Test
    void theEdgesOfEveryRangeAgree() {
        Consumer<Range> edges = range -> {
            for (int step = -2; step <= 2; step++) {
                for (BigInteger end : List.of(range.first(), range.last())) {
                    long low = end.add(BigInteger.valueOf(step)).longValue();
                    long high = end.add(BigInteger.valueOf(step)).shiftRight(64).longValue();
                    boolean v6 = range.last().bitLength() > 32;
                    agree(v6 ? new IpAddress(true, high, low) : IpAddress.v4((int) low), 0);
                }
            }
        };
        closed.forEach(edges);
        open.forEach(edges);
    }

    @Test
    void aNetworkIsReadStrictly() {
        assertThat(IpNetwork.parse("10.0.0.0/8")).isPresent();
        assertThat(IpNetwork.parse("0.0.0.0/0")).isPresent();
        assertThat(IpNetwork.parse("::/0")).isPresent();
        assertThat(IpNetwork.parse("fd00::/64")).isPresent();
        assertThat(IpNetwork.parse("9.9.9.9/32")).isPresent();
        for (String no : List.of(
                "",
                "10.0.0.0",
                "10.0.0.1/8",
                "10.0.0.0/33",
                "10.0.0.0/08",
                "10.0.0/8",
                "fd00::1/64",
                "::/129",
                "/8",
                "a/8")) {
            assertThat(IpNetwork.parse(no)).as(no).isEmpty();
        }
        assertThat(IpNetwork.known("::/0").contains(IpAddress.v4(1))).isFalse();
        assertThat(IpNetwork.known("0.0.0.0/0").contains(IpAddress.v4(-1))).isTrue();
        assertThat(IpNetwork.known("fd00:0:0:1::/65").contains(new IpAddress(true, 0xfd00000000000001L, 1)))
                .isTrue();
        assertThat(IpNetwork.known("fd00:0:0:1::/65").contains(new IpAddress(true, 0xfd00000000000001L, -1)))
                .isFalse();
    }
}
