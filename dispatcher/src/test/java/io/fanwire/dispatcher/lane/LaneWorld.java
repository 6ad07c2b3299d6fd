package io.fanwire.dispatcher.lane;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.dispatcher.fixture.ManualLoop;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.dispatcher.fixture.Seeds;
import io.fanwire.dispatcher.http.CallbackClient;
import io.fanwire.runtime.Metrics;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;

/** Lanes between callbacks that answer when the test says so and a worker that only listens. */
final class LaneWorld {
    static final AttemptOutcome FAILED =
            new AttemptOutcome.Failed(ErrorClass.REFUSED, Optional.empty(), Optional.empty());
    static final TopicPartition PARTITION = new TopicPartition("deliveries", 0);
    static final Duration PATIENCE = Duration.ofSeconds(15);
    static final Duration DEFERRAL = Duration.ofSeconds(5);
    static final Duration SUSPENDED_FOR = Duration.ofDays(13);
    static final Duration SUSPEND_AFTER = Duration.ofDays(5);

    final ManualLoop loop = new ManualLoop();
    final List<Open> open = new ArrayList<>();
    final List<String> begun = new ArrayList<>();
    final List<Instant> begunAt = new ArrayList<>();
    final List<Finished> finished = new ArrayList<>();
    final Map<SubscriptionKey, Lookup> lookups = new HashMap<>();
    final Places places;
    final CallbackLanes lanes;
    private final LaneSettings settings;
    final Metrics metrics = new Metrics();
    boolean leased = true;
    private final Shares shares;
    Optional<Instant> failingSince = Optional.empty();
    Optional<String> standsStill = Optional.empty();
    Duration connectTime = Duration.ZERO;
    private long offsets;

    /** An attempt that waits for its answer. */
    record Open(Delivery delivery, CompletableFuture<Optional<AttemptOutcome>> answer) {}

    LaneWorld(int maxInFlight, int waiting) {
        this(maxInFlight, waiting, 1_000_000);
    }

    LaneWorld(int maxInFlight, int waiting, int waitingAll) {
        this(maxInFlight, waiting, waitingAll, Shares.WHOLE);
    }

    LaneWorld(int maxInFlight, int waiting, int waitingAll, Shares shares) {
        this.shares = shares;
        settings = new LaneSettings(maxInFlight, waiting, waitingAll, PATIENCE, DEFERRAL, SUSPEND_AFTER, SUSPENDED_FOR);
        places = new Places(maxInFlight);
        lanes = newLanes();
    }

    /** Lanes on the same loop and places, as a worker that starts over gets them. */
    CallbackLanes newLanes() {
        return new CallbackLanes(loop, loop, settings, parts(this::attempt), finished::add);
    }

    LaneParts parts(CallbackClient client) {
        return new LaneParts(
                (key, position) -> lookups.getOrDefault(key, new Lookup.Deleted()),
                client,
                places,
                () -> leased,
                (key, home) -> failingSince,
                shares,
                (key, position) -> standsStill,
                new LaneMetrics(metrics),
                Seeds.random(),
                System::nanoTime);
    }

    /** Stands for a connection that takes a while, where the test wants that, and then for a callback that answers when it says so. */
    private CompletionStage<Optional<AttemptOutcome>> attempt(
            Callback callback, Delivery delivery, BooleanSupplier mayStart) {
        CompletableFuture<Optional<AttemptOutcome>> answer = new CompletableFuture<>();
        Runnable connected = () -> {
            if (mayStart.getAsBoolean()) {
                begun.add(delivery.id());
                begunAt.add(loop.instant());
                open.add(new Open(delivery, answer));
            } else {
                answer.complete(Optional.empty());
            }
        };
        if (connectTime.isZero()) {
            connected.run();
        } else {
            loop.schedule(connected, connectTime.toMillis(), TimeUnit.MILLISECONDS);
        }
        return answer;
    }

    /** A callback with what a test changes in its subscription. */
    void subscribe(SubscriptionKey key, UnaryOperator<Subscription> change) {
        Lookup.Found plain = (Lookup.Found) found(key, 32);
        lookups.put(
                key,
                new Lookup.Found(Samples.callback(change.apply(plain.callback().subscription()))));
    }

    /** A callback that takes so many attempts at the same time. */
    void subscribe(SubscriptionKey key, int maxInFlight) {
        lookups.put(key, found(key, maxInFlight));
    }

    static Lookup found(SubscriptionKey key, int maxInFlight) {
        return new Lookup.Found(Samples.callback(Samples.subscription(
                key,
                "https://hooks.example.com/in?secret=1",
                new Subscription.Signing(Subscription.Signing.NONE, List.of()),
                Duration.ofSeconds(15),
                maxInFlight)));
    }

    /** Lets so many attempts fail, one after the other. */
    void fail(SubscriptionKey key, int times) {
        for (int i = 0; i < times; i++) {
            String id = "fails " + finished.size();
            lanes.accept(List.of(fresh(id, key)));
            loop.run();
            answer(id, FAILED);
        }
    }

    /** A job whose delivery was made now. */
    Job fresh(String id, SubscriptionKey key) {
        Job job = job(id, key);
        return new Job(job.source(), job.delivery().with(Delivery.Progress.first(loop.instant())));
    }

    Job job(String id, SubscriptionKey key) {
        return job(id, key, PARTITION, Instant.EPOCH);
    }

    Job job(String id, SubscriptionKey key, TopicPartition partition, Instant due) {
        Delivery delivery = Samples.delivery(id, key);
        return new Job(new Source(partition, 1, offsets++), delivery.with(Samples.progress(0, due)));
    }

    /** Hands over deliveries named so, of one subscription, due now. */
    void accept(SubscriptionKey key, String... ids) {
        List<Job> jobs = new ArrayList<>();
        for (String id : ids) {
            jobs.add(job(id, key));
        }
        lanes.accept(jobs);
        loop.run();
    }

    /** Answers the attempt of this delivery that was begun first. */
    void answer(String id, AttemptOutcome outcome) {
        Open first = open.stream()
                .filter(attempt -> attempt.delivery().id().equals(id))
                .findFirst()
                .orElseThrow();
        open.remove(first);
        first.answer().complete(Optional.of(outcome));
        loop.run();
    }

    void deliver(String id) {
        answer(id, new AttemptOutcome.Delivered(200));
    }

    List<String> finishedIds() {
        return finished.stream().map(end -> end.job().delivery().id()).toList();
    }

    Finished only() {
        if (finished.size() != 1) {
            throw new AssertionError("one end expected: " + finished);
        }
        return finished.get(0);
    }
}
