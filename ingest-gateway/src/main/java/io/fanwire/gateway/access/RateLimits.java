package io.fanwire.gateway.access;

import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Caller;
import io.fanwire.gateway.http.Problem;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Counts requests and bytes of bodies against the rates of keys and tenants. What one of them has used up is missing to no other: a
 * platform key has no rate of its own, since it speaks for many. Owned by the event loop.
 *
 * <p>A body may be larger than what is left: it is let in while there is anything left, and what it took too much is waited for by the
 * next.
 */
public final class RateLimits {
    /** A request whose body has a length that is not known yet. */
    public static final long UNKNOWN = -1;

    private static final String RATE_LIMIT = "RateLimit";
    private static final String RATE_LIMIT_POLICY = "RateLimit-Policy";

    private final Map<RatePolicy, Boolean> policies = new LinkedHashMap<>();

    public RateLimits(Rates rates) {
        this(rates, TimeMeter.SYSTEM_NANOTIME);
    }

    RateLimits(Rates rates, TimeMeter clock) {
        policy("key-requests", false, rates.keyRequests(), clock, true);
        policy("key-bytes", true, rates.keyBytes(), clock, true);
        policy("tenant-requests", false, rates.tenantRequests(), clock, false);
        policy("tenant-bytes", true, rates.tenantBytes(), clock, false);
    }

    private void policy(String name, boolean bytes, long rate, TimeMeter clock, boolean ofKeys) {
        if (rate > 0) {
            policies.put(new RatePolicy(name, bytes, rate, clock), ofKeys);
        }
    }

    /**
     * What came of asking.
     *
     * @param refusal why the request has to wait, if it has to
     * @param headers what an answer tells of the limits
     */
    public record Taken(Optional<Problem> refusal, Map<String, String> headers) {
        /** Where nothing is counted. */
        public static final Taken FREELY = new Taken(Optional.empty(), Map.of());

        public Taken {
            headers = Map.copyOf(headers);
        }

        /** An answer that also tells of the limits. */
        public Answer told(Answer answer) {
            Answer told = answer;
            for (Map.Entry<String, String> header : headers.entrySet()) {
                told = told.with(header.getKey(), header.getValue());
            }
            return told;
        }
    }

    /**
     * Takes a request, unless something is used up: then it takes nothing.
     *
     * @param tenant whom it is for, if anybody in particular
     * @param bytes of its body, or {@link #UNKNOWN}
     */
    public Taken take(Caller caller, Optional<String> tenant, long bytes) {
        Map<RatePolicy, Bucket> buckets = buckets(caller, tenant);
        if (buckets.isEmpty()) {
            return Taken.FREELY;
        }
        long wait = buckets.entrySet().stream()
                .filter(entry -> !entry.getKey().bytes() || bytes != 0)
                .mapToLong(entry -> entry.getValue().estimateAbilityToConsume(1).getNanosToWaitForRefill())
                .max()
                .orElse(0);
        if (wait == 0) {
            consume(buckets, 1, bytes);
            return new Taken(Optional.empty(), headers(buckets));
        }
        Problem problem = Problem.of(429, "rate_limited", "This is more than was agreed on in a second.")
                .with(
                        "Retry-After",
                        Long.toString(
                                Math.max(1, Duration.ofNanos(wait + 999_999_999).toSeconds())));
        for (Map.Entry<String, String> header : headers(buckets).entrySet()) {
            problem = problem.with(header.getKey(), header.getValue());
        }
        return new Taken(Optional.of(problem), headers(buckets));
    }

    /** Bytes of a request that was taken while their number was {@link #UNKNOWN}. */
    public void took(Caller caller, Optional<String> tenant, long bytes) {
        consume(buckets(caller, tenant), 0, bytes);
    }

    private Map<RatePolicy, Bucket> buckets(Caller caller, Optional<String> tenant) {
        if (policies.isEmpty()) {
            return Map.of();
        }
        Map<RatePolicy, Bucket> buckets = new LinkedHashMap<>();
        policies.forEach((policy, ofKeys) -> {
            if (!ofKeys) {
                tenant.ifPresent(name -> buckets.put(policy, policy.bucket(name)));
            } else if (!caller.platform()) {
                buckets.put(policy, policy.bucket(caller.id()));
            }
        });
        return buckets;
    }

    private static void consume(Map<RatePolicy, Bucket> buckets, long requests, long bytes) {
        buckets.forEach((policy, bucket) -> {
            long amount = policy.bytes() ? bytes : requests;
            if (amount > 0) {
                bucket.consumeIgnoringRateLimits(amount);
            }
        });
    }

    private static Map<String, String> headers(Map<RatePolicy, Bucket> buckets) {
        return Map.of(
                RATE_LIMIT_POLICY,
                buckets.keySet().stream().map(RatePolicy::header).collect(Collectors.joining(", ")),
                RATE_LIMIT,
                buckets.entrySet().stream()
                        .map(entry -> entry.getKey().header(entry.getValue()))
                        .collect(Collectors.joining(", ")));
    }

    /** How many buckets there are. */
    long size() {
        return policies.keySet().stream().mapToLong(RatePolicy::size).sum();
    }
}
