package io.fanwire.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.bench.ledger.Sha256;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The events of a run, made from its seed: the nth is always the same.
 *
 * @param types by number, {@code t0} and so on, taken in turn
 * @param keys how many ordering keys, taken in turn; 0: none
 * @param bytes about the size of the data
 */
public record Events(long seed, String topic, int types, int keys, int bytes, Optional<String> otherTenant) {
    /** Every so many events one is the other tenant's. */
    private static final int OTHER_EVERY = 10;

    private static final String HEX = "0123456789abcdef";

    /** One event, its data as the bytes that are sent. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
    public record One(String id, String tenant, String type, Optional<String> key, long sequence, byte[] data) {
        String sha256() {
            return Sha256.of(data);
        }
    }

    public One get(long n) {
        boolean other = otherTenant.isPresent() && n % OTHER_EVERY == OTHER_EVERY - 1;
        String tenant = other ? otherTenant.orElseThrow() : "default";
        return new One(
                "e" + Long.toHexString(seed) + "-" + n,
                tenant,
                "t" + n % types,
                keys == 0 ? Optional.empty() : Optional.of("k" + n % keys),
                n,
                data(n));
    }

    private byte[] data(long n) {
        SplittableRandom random = new SplittableRandom(seed * 31 + n);
        StringBuilder text =
                new StringBuilder(bytes + 40).append("{\"n\":").append(n).append(",\"pad\":\"");
        while (text.length() < bytes - 2) {
            text.append(HEX.charAt(random.nextInt(HEX.length())));
        }
        return text.append("\"}").toString().getBytes(UTF_8);
    }
}
