package io.fanwire.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.access.RateLimits.Taken;
import io.fanwire.gateway.http.Caller;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Scope;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private static final Caller SHOP = caller("key_shop", "acme");
    private static final Caller OFFICE = caller("key_office", "acme");
    private static final Caller STRANGER = caller("key_other", "globex");
    private static final Caller PLATFORM = new Caller("bootstrap", Optional.empty(), Set.of(Scope.ADMIN));

    private long now = 1;
    private final TimeMeter clock = new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return now;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    };

    @Test
    void aKeyGetsItsRateAndHasToWaitForMore() {
        RateLimits limits = new RateLimits(new Rates(10, 0, 0, 0), clock);
        for (int i = 0; i < 10; i++) {
            assertThat(take(limits, SHOP, 0).refusal()).isEmpty();
        }

        Problem refused = take(limits, SHOP, 0).refusal().orElseThrow();
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("rate_limited");
        assertThat(refused.headers())
                .containsEntry("Retry-After", "1")
                .containsEntry("RateLimit-Policy", "\"key-requests\";q=10;w=1")
                .containsEntry("RateLimit", "\"key-requests\";r=0;t=1");
        assertThat(take(limits, OFFICE, 0).refusal()).as("another key").isEmpty();

        pass(Duration.ofMillis(100));
        assertThat(take(limits, SHOP, 0).refusal()).isEmpty();
        assertThat(take(limits, SHOP, 0).refusal()).isPresent();
        pass(Duration.ofSeconds(1));
        assertThat(take(limits, SHOP, 0).headers().get("RateLimit")).isEqualTo("\"key-requests\";r=9;t=1");
    }

    @Test
    void aTenantsKeysShareItsRateAndNobodyElseNoticesThat() {
        RateLimits limits = new RateLimits(new Rates(0, 0, 4, 0), clock);
        for (int i = 0; i < 2; i++) {
            assertThat(take(limits, SHOP, 0).refusal()).isEmpty();
            assertThat(take(limits, OFFICE, 0).refusal()).isEmpty();
        }

        assertThat(take(limits, OFFICE, 0).refusal()).isPresent();
        assertThat(limits.take(PLATFORM, Optional.of("acme"), 0).refusal())
                .as("the platform, for that tenant")
                .isPresent();
        assertThat(take(limits, STRANGER, 0).refusal()).isEmpty();
        assertThat(limits.take(PLATFORM, Optional.of("globex"), 0).refusal()).isEmpty();
        assertThat(limits.take(PLATFORM, Optional.empty(), 0)).isEqualTo(new Taken(Optional.empty(), Map.of()));
    }

    @Test
    void thePlatformHasNoRateOfItsOwn() {
        RateLimits limits = new RateLimits(new Rates(1, 1, 0, 0), clock);

        for (int i = 0; i < 100; i++) {
            assertThat(limits.take(PLATFORM, Optional.of("acme"), 1000).refusal())
                    .isEmpty();
        }
        assertThat(take(limits, SHOP, 1).refusal()).isEmpty();
    }

    @Test
    void aLargeBodyIsWaitedForByTheNextOne() {
        RateLimits limits = new RateLimits(new Rates(0, 1000, 0, 0), clock);
        assertThat(take(limits, SHOP, 5000).refusal()).isEmpty();

        Problem refused = take(limits, SHOP, 1).refusal().orElseThrow();
        assertThat(refused.headers())
                .containsEntry("Retry-After", "5")
                .containsEntry("RateLimit-Policy", "\"key-bytes\";q=1000;qu=\"content-bytes\";w=1")
                .containsEntry("RateLimit", "\"key-bytes\";r=0;t=5");
        assertThat(take(limits, SHOP, RateLimits.UNKNOWN).refusal()).isPresent();
        assertThat(take(limits, SHOP, 0).refusal()).as("no body").isEmpty();

        pass(Duration.ofMillis(4002));
        assertThat(take(limits, SHOP, RateLimits.UNKNOWN).refusal()).isEmpty();
        limits.took(SHOP, SHOP.tenant(), 3000);
        assertThat(take(limits, SHOP, 1).refusal()).isPresent();
    }

    @Test
    void aRefusalTakesNothingFromTheOtherRates() {
        RateLimits limits = new RateLimits(new Rates(1, 0, 3, 0), clock);
        take(limits, SHOP, 0);
        for (int i = 0; i < 50; i++) {
            assertThat(take(limits, SHOP, 0).refusal()).isPresent();
        }

        assertThat(take(limits, OFFICE, 0).refusal()).isEmpty();
        assertThat(take(limits, caller("key_third", "acme"), 0).refusal()).isEmpty();
    }

    @Test
    void whoeverIsQuietForLongIsForgotten() {
        RateLimits limits = new RateLimits(new Rates(5, 0, 5, 0), clock);
        for (int i = 0; i < 1000; i++) {
            take(limits, caller("key_" + i, "tenant-" + i), 0);
        }
        assertThat(limits.size()).isEqualTo(2000);

        pass(Duration.ofMinutes(11));
        take(limits, SHOP, 0);
        assertThat(limits.size()).isEqualTo(2);
    }

    private Taken take(RateLimits limits, Caller caller, long bytes) {
        return limits.take(caller, caller.tenant(), bytes);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static Caller caller(String id, String tenant) {
        return new Caller(id, Optional.of(tenant), Set.of(Scope.EVENTS_WRITE));
    }
}
