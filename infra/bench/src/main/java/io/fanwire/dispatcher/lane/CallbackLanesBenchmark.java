package io.fanwire.dispatcher.lane;

import io.fanwire.bench.inner.Proof;
import io.fanwire.bench.inner.Samples;
import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.dispatcher.time.SteadyClock;
import io.fanwire.runtime.Metrics;
import io.fanwire.runtime.net.EgressGuard;
import io.fanwire.runtime.net.EgressRules;
import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Jobs through the lanes of their callbacks, each from its being offered to its end: a hundred at a time for ten callbacks, which answer
 * as soon as the loop turns.
 */
@State(Scope.Thread)
public class CallbackLanesBenchmark {
    private static final int JOBS = 100;
    private static final int CALLBACKS = 10;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final SteadyClock clock = SteadyClock.ofThisMachine();
    private final Map<SubscriptionKey, Lookup> callbacks = new HashMap<>();
    private final CallbackLanes lanes =
            new CallbackLanes(channel.eventLoop(), clock, settings(), parts(), this::finished);
    private final List<Job> jobs =
            IntStream.range(0, JOBS).mapToObj(this::jobOf).toList();
    private long offered;
    private long completed;

    @Benchmark
    @OperationsPerInvocation(JOBS)
    public void job() {
        offered += JOBS;
        lanes.accept(jobs);
        channel.runPendingTasks();
    }

    @TearDown
    public void prove() {
        Proof.that(offered > 0 && completed == offered, "of " + offered + " jobs came back delivered " + completed);
    }

    private void finished(Finished end) {
        if (end.step().filter(NextStep.Complete.class::isInstance).isPresent()) {
            completed++;
        }
    }

    private CompletionStage<Optional<AttemptOutcome>> attempt(
            Callback callback, Delivery delivery, BooleanSupplier mayStart) {
        CompletableFuture<Optional<AttemptOutcome>> answer = new CompletableFuture<>();
        Optional<AttemptOutcome> outcome =
                mayStart.getAsBoolean() ? Optional.of(new AttemptOutcome.Delivered(200)) : Optional.empty();
        channel.eventLoop().execute(() -> answer.complete(outcome));
        return answer;
    }

    private Job jobOf(int n) {
        SubscriptionKey key = new SubscriptionKey(Samples.KEY.tenant(), "sub_" + n % CALLBACKS);
        callbacks.computeIfAbsent(key, CallbackLanesBenchmark::found);
        Source source = new Source(new TopicPartition("fanwire.deliveries", 0), 1, n);
        return new Job(source, Samples.delivery(key, Subscription.Ordering.NONE, "customer-7", clock.instant()));
    }

    private static Lookup found(SubscriptionKey key) {
        Subscription subscription = Samples.subscription(key);
        HttpUrl.Parsed url = new EgressGuard(EgressRules.strict()).parse(subscription.url());
        return new Lookup.Found(new Callback(subscription, 17, ((HttpUrl.Ok) url).url(), List.of()));
    }

    private LaneParts parts() {
        return new LaneParts(
                (key, position) -> callbacks.getOrDefault(key, new Lookup.Deleted()),
                this::attempt,
                new Places(2_000),
                () -> true,
                (key, home) -> Optional.empty(),
                Shares.WHOLE,
                Standstill.NONE,
                new LaneMetrics(new Metrics()),
                new Random(1),
                System::nanoTime);
    }

    /** As a dispatcher with one worker has them. */
    private static LaneSettings settings() {
        return new LaneSettings(
                2_000,
                256,
                10_000,
                Duration.ofSeconds(15),
                Duration.ofSeconds(5),
                Duration.ofDays(5),
                Duration.ofDays(13));
    }
}
