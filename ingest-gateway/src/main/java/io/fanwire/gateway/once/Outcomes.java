package io.fanwire.gateway.once;

import com.codahale.metrics.Counter;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.once.ClaimLine.Claim;
import io.fanwire.gateway.once.ClaimLine.Release;
import io.fanwire.runtime.Metrics;
import java.time.Duration;
import java.util.function.Consumer;

/** What those who ask are told, counted, and how they give a claim up. Any thread may use it. */
final class Outcomes {
    /** How long behind its deadline something that was won may still be under way. */
    static final Duration HARD = Duration.ofSeconds(20);

    private final Counter repeated;
    private final Counter conflicts;
    private final Consumer<Release> releases;

    Outcomes(Metrics metrics, Consumer<Release> releases) {
        this.releases = releases;
        this.repeated = metrics.counter(
                "gateway.once.repeated", "Requests and events that were answered by what is kept of an earlier one.");
        this.conflicts = metrics.counter(
                "gateway.once.conflicts", "Requests and events whose id or key had come with something else before.");
    }

    <T> T repeated(T answer) {
        repeated.inc();
        return answer;
    }

    Problem conflict() {
        conflicts.inc();
        return Problem.of(
                409,
                "idempotency_conflict",
                "This id or Idempotency-Key came with another request within the last 24 hours.");
    }

    static Problem unknown() {
        return Problem.unavailable("There was no result in time; it may still be done. The same id or key finds out.");
    }

    /** Nothing was done by this claim, nor will be. */
    void release(Claim claim) {
        releases.accept(new Release(claim.id(), claim.slot()));
    }
}
