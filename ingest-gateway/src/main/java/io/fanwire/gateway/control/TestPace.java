package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often callbacks are sent something because a caller of the API wants it: so many times at once, then one more every so often. Confined
 * to one thread; what it remembers is bounded, and forgotten when it says nothing any more.
 *
 * @param <K> for whom it counts
 */
final class TestPace<K> {
    private static final int MOST = 10_000;

    private final String policy;
    private final int burst;
    private final Duration every;

    /** When each will have all of it again. */
    private final Map<K, Instant> full = new LinkedHashMap<>();

    TestPace(String policy, int burst, Duration every) {
        this.policy = policy;
        this.burst = burst;
        this.every = every;
    }

    /** Takes one; or tells that it is too early for another, and when it is not. */
    Optional<Problem> take(K who, Instant now, String detail) {
        full.values().removeIf(time -> !time.isAfter(now));
        Instant next = full.getOrDefault(who, now).plus(every);
        Instant latest = now.plus(every.multipliedBy(burst));
        if (next.isAfter(latest)) {
            return Optional.of(tooOften(Duration.between(latest, next), detail));
        }
        if (!full.containsKey(who) && full.size() >= MOST) {
            return Optional.of(tooOften(every, detail));
        }
        full.put(who, next);
        return Optional.empty();
    }

    private Problem tooOften(Duration wait, String detail) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        String quoted = "\"" + policy + "\"";
        return Problem.of(429, "rate_limited", detail)
                .with("Retry-After", Long.toString(seconds))
                .with("RateLimit", quoted + ";r=0;t=" + seconds)
                .with(
                        "RateLimit-Policy",
                        quoted + ";q=" + burst + ";w="
                                + every.multipliedBy(burst).toSeconds());
    }
}
