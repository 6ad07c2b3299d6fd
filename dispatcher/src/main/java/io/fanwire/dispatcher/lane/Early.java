package io.fanwire.dispatcher.lane;

import io.fanwire.dispatcher.callbacks.Callbacks;
import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.schemas.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Jobs that wait for their time: the rest of a delay that is shorter than every tier, and a jitter, so that what failed together does
 * not come back together.
 *
 * <p>The jitter is evenly between nothing and a tenth of the delay. It comes after the tiers, never inside the due time, which must
 * stay in order within a tier. Rule R10 would allow 30 s of it; since nothing may wait in memory longer than an attempt's deadline, a
 * third of that deadline is the most, and less the more jobs wait already. Owned by its event loop.
 */
final class Early {
    private static final int JITTER_SHARE = 10;
    private static final int PATIENCE_SHARE = 3;

    private final ScheduledExecutorService loop;
    private final RandomGenerator random;
    private final Duration patience;
    private final Callbacks callbacks;
    private final Waiting all;
    private final Consumer<Waiter> onTime;
    private final Map<Source, Waiter> waiting = new HashMap<>();

    Early(
            ScheduledExecutorService loop,
            RandomGenerator random,
            Duration patience,
            Callbacks callbacks,
            Waiting all,
            Consumer<Waiter> onTime) {
        this.loop = loop;
        this.random = random;
        this.patience = patience;
        this.callbacks = callbacks;
        this.all = all;
        this.onTime = onTime;
    }

    /** Passes a job on when it is time, which may be now. */
    void accept(Job job, Instant now) {
        Duration ahead = Duration.between(now, job.delivery().progress().due());
        Duration wait = (ahead.isNegative() ? Duration.ZERO : ahead).plus(jitter(job.delivery()));
        Waiter waiter = new Waiter(job, now);
        if (wait.isZero()) {
            onTime.accept(waiter);
            return;
        }
        waiting.put(job.source(), waiter);
        all.add();
        loop.schedule(() -> itIsTime(job.source()), wait.toMillis() + 1, TimeUnit.MILLISECONDS);
    }

    int size() {
        return waiting.size();
    }

    /** Takes out what matches. */
    void remove(Predicate<Job> matches, Consumer<Job> removed) {
        List<Job> out =
                waiting.values().stream().map(Waiter::job).filter(matches).toList();
        out.forEach(job -> waiting.remove(job.source()));
        out.forEach(job -> all.remove());
        out.forEach(removed);
    }

    /** Unless it was taken out in the meantime. */
    private void itIsTime(Source source) {
        Optional.ofNullable(waiting.remove(source)).ifPresent(waiter -> {
            all.remove();
            onTime.accept(waiter);
        });
    }

    private Duration jitter(Delivery delivery) {
        Duration delay = delay(delivery);
        if (delay.isZero()) {
            return Duration.ZERO;
        }
        Duration tenth = delay.dividedBy(JITTER_SHARE);
        Duration most = patience.dividedBy(PATIENCE_SHARE);
        Duration bound = tenth.compareTo(most) < 0 ? tenth : most;
        return Duration.ofNanos((long) (random.nextDouble() * all.free() * bound.toNanos()));
    }

    /** What it waited for since its last attempt, by the schedule. */
    private Duration delay(Delivery delivery) {
        int made = delivery.progress().attempts();
        if (made == 0
                || !(callbacks.find(delivery.subscription(), delivery.subscriptionPosition())
                        instanceof Lookup.Found found)) {
            return Duration.ZERO;
        }
        List<Duration> schedule = found.callback().subscription().retry().schedule();
        return made > schedule.size() ? Duration.ZERO : schedule.get(made - 1);
    }
}
