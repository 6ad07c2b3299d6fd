package io.fanwire.gateway.control;

import io.fanwire.gateway.control.SubscriptionAppends.Line;
import io.fanwire.gateway.control.SubscriptionStore.Decision;
import io.fanwire.gateway.control.SubscriptionStore.Present;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.runtime.Backoff;
import io.fanwire.schemas.RegistryUnavailableException;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of different subscriptions that are decided, written and ended together. When another gateway wrote in between, all are decided
 * once more by what it left. Owned by the thread that makes changes.
 */
final class SubscriptionTurn {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionTurn.class);
    private static final Duration WITHIN = Duration.ofMillis(4200);

    private final SubscriptionTable table;
    private final SubscriptionAppends appends;
    private final List<Change> changes;
    private final long deadline = System.nanoTime() + WITHIN.toNanos();

    /** A change that waits for its turn. */
    record Change(
            SubscriptionKey key, Function<Present, Decision> decide, CompletableFuture<Checked<Decision>> result) {}

    /** A decision that has to be written before it counts. */
    private record Decided(Change change, Decision decision, Line line) {}

    SubscriptionTurn(SubscriptionTable table, SubscriptionAppends appends, List<Change> changes) {
        this.table = table;
        this.appends = appends;
        this.changes = changes;
    }

    /** Ends every change, one way or the other. */
    void run() throws InterruptedException {
        Backoff backoff = new Backoff(Duration.ofMillis(5), Duration.ofMillis(300), RandomGenerator.getDefault());
        List<Decided> decided = decide(changes);
        while (!decided.isEmpty() && System.nanoTime() < deadline) {
            if (!appends.leads() && appends.lead(deadline)) {
                decided = decide(decided.stream().map(Decided::change).toList());
            }
            if (appends.leads() && written(decided)) {
                return;
            }
            Thread.sleep(backoff.next().toMillis());
        }
        decided.forEach(one -> refuse(one.change(), "The change was not made."));
    }

    /** Answers whether all of them have ended. */
    private boolean written(List<Decided> decided) {
        if (decided.isEmpty()) {
            return true;
        }
        switch (appends.write(decided.stream().map(Decided::line).toList(), deadline)) {
            case DONE -> decided.forEach(one -> one.change().result().complete(Checked.ok(one.decision())));
            case UNKNOWN ->
                decided.forEach(
                        one -> refuse(one.change(), "The change was not confirmed; it may still have been made."));
            case SHUT_OUT -> {
                return false;
            }
        }
        return true;
    }

    /** What writes nothing ends here. */
    private List<Decided> decide(List<Change> open) {
        List<Decided> writing = new ArrayList<>();
        for (Change change : open) {
            try {
                Decision decision = change.decide().apply(table.present(change.key()));
                appends.line(change.key(), decision)
                        .ifPresentOrElse(line -> writing.add(new Decided(change, decision, line)), () -> change.result()
                                .complete(Checked.ok(decision)));
            } catch (RegistryUnavailableException away) {
                LOG.atWarn().addKeyValue("error", away.toString()).log("a subscription was not saved");
                refuse(change, "The change was not made.");
            } catch (RuntimeException bug) {
                change.result().completeExceptionally(bug);
            }
        }
        return writing;
    }

    private static void refuse(Change change, String detail) {
        change.result().complete(Checked.refused(Problem.unavailable(detail)));
    }
}
