package io.fanwire.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * One rate, kept for each key or tenant in a bucket of its own. A bucket that nobody asked for a while is forgotten: by then it is full
 * again, and so is a new one.
 */
final class RatePolicy {
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final int MOST = 100_000;
    private static final Duration WINDOW = Duration.ofSeconds(1);

    private final String name;
    private final boolean bytes;
    private final long rate;
    private final TimeMeter clock;
    private final Cache<String, Bucket> buckets;

    RatePolicy(String name, boolean bytes, long perSecond, TimeMeter clock) {
        this.name = name;
        this.bytes = bytes;
        this.rate = perSecond;
        this.clock = clock;
        this.buckets = Caffeine.newBuilder()
                .ticker(clock::currentTimeNanos)
                .expireAfterAccess(IDLE)
                .maximumSize(MOST)
                .build();
    }

    /** Whether this counts bytes of bodies, not requests. */
    boolean bytes() {
        return bytes;
    }

    Bucket bucket(String whose) {
        return buckets.get(whose, name -> Bucket.builder()
                .addLimit(limit -> limit.capacity(rate).refillGreedy(rate, WINDOW))
                .withCustomTimePrecision(clock)
                .build());
    }

    /** How many buckets there are. */
    long size() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    /** As a member of {@code RateLimit-Policy}. */
    String header() {
        return "\"" + name + "\";q=" + rate + (bytes ? ";qu=\"content-bytes\"" : "") + ";w=" + WINDOW.toSeconds();
    }

    /** As a member of {@code RateLimit}: what is left, and in how many seconds the whole is there again. */
    String header(Bucket bucket) {
        long left = bucket.getAvailableTokens();
        long full = (rate - left + rate - 1) / rate;
        return "\"" + name + "\";r=" + Math.max(0, left) + ";t=" + full;
    }
}
