package io.fanwire.local.receiver;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts requests of one receiver. Owned by the receiver's thread. */
final class Tally {
    private final Map<String, Integer> requestsOf = new HashMap<>();
    private final Set<String> accepted = new HashSet<>();
    private long[] latencies = new long[1024];
    private int measured;
    private long requests;
    private long duplicates;
    private long retries;
    private long verified;
    private long bad;

    /** How many requests have carried this id, with this one. */
    int next(String eventId) {
        return requestsOf.merge(eventId, 1, Integer::sum);
    }

    void count(Received received, Optional<Instant> eventTime) {
        requests++;
        verified += received.signature() == Signature.VERIFIED ? 1 : 0;
        bad += received.signature() == Signature.BAD ? 1 : 0;
        boolean before = accepted.contains(received.eventId());
        retries += received.request() > 1 && !before ? 1 : 0;
        if (!received.accepted()) {
            return;
        }
        if (before) {
            duplicates++;
        } else {
            accepted.add(received.eventId());
            eventTime.ifPresent(
                    time -> measure(Duration.between(time, received.at()).toMillis()));
        }
    }

    private void measure(long millis) {
        if (measured == latencies.length) {
            latencies = Arrays.copyOf(latencies, measured * 2);
        }
        latencies[measured++] = Math.max(0, millis);
    }

    Counts snapshot() {
        long[] sorted = Arrays.copyOf(latencies, measured);
        Arrays.sort(sorted);
        return new Counts(
                requests,
                accepted.size(),
                duplicates,
                retries,
                verified,
                bad,
                quantile(sorted, 0.50),
                quantile(sorted, 0.99));
    }

    private static Duration quantile(long[] sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted.length == 0 ? Duration.ZERO : Duration.ofMillis(sorted[Math.max(0, rank - 1)]);
    }
}
