package io.fanwire.dispatcher.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is remembered of a callback that failed, until it is well again. Owned by its event loop. */
final class Trouble {
    /** A failure that is over sooner is not worth writing down. */
    private static final Duration WORTH_TELLING = Duration.ofMinutes(10);

    private final Breaker breaker = new Breaker();
    private Optional<Instant> since;
    private boolean told;

    /**
     * A first failure.
     *
     * @param known since when it fails, where an earlier worker wrote that down
     */
    Trouble(Optional<Instant> known, Instant now) {
        since = known.or(() -> Optional.of(now));
        told = known.isPresent();
    }

    Breaker breaker() {
        return breaker;
    }

    /** A failure; answers what is worth writing down, once. */
    Optional<CallbackHealth> failed(Instant now) {
        Instant began = since.orElse(now);
        since = Optional.of(began);
        if (told || now.isBefore(began.plus(WORTH_TELLING))) {
            return Optional.empty();
        }
        told = true;
        return Optional.of(new CallbackHealth.Failing(began));
    }

    /** A success; answers what is worth writing down. */
    Optional<CallbackHealth> succeeded() {
        since = Optional.empty();
        boolean wasTold = told;
        told = false;
        return wasTold ? Optional.of(new CallbackHealth.Healthy()) : Optional.empty();
    }

    boolean failingFor(Duration time, Instant now) {
        return since.filter(began -> !now.isBefore(began.plus(time))).isPresent();
    }

    boolean over(Instant now) {
        return since.isEmpty() && breaker.healed(now);
    }
}
