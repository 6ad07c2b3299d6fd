package io.fanwire.gateway.once;

import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.once.ClaimLine.Claim;
import io.fanwire.runtime.Metrics;
import io.fanwire.runtime.Threads;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Things that are done once by all gateways of an installation, by what stands in two topics. See the package.
 *
 * <p>Callers come on their own threads, send their claim and wait; one thread reads both topics and decides, one writes what was won,
 * one shuts silent owners out.
 */
public final class KafkaOnce implements Once, Actions, Pump.Serving, AutoCloseable {
    /** For how long an answer is given again. */
    public static final Duration WINDOW = Duration.ofHours(24);

    private static final Problem SHARE_IS_USED_UP = Problem.of(
                    429,
                    "rate_limited",
                    "Of the ids and keys that the gateways keep for 24 hours, this tenant has as many as one may have beside others.")
            .with("Retry-After", "60");

    private static final Duration WITHIN = Duration.ofMillis(4500);

    private final Topics topics;
    private final Limits limits;
    private final ClaimWriter writer;
    private final Fence fence;
    private final Claimant claimant;
    private final Follower follower;
    private final Pump pump;
    private final Outcomes outcomes;
    private final AnswerAsk.Means means;
    private final Shares shares = new Shares();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    private final ThreadPoolExecutor lapses = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(100),
            Threads.daemons("gateway-once-lapses"),
            new ThreadPoolExecutor.DiscardPolicy());
    private volatile Optional<UUID> serving = Optional.empty();

    /**
     * How much it may take.
     *
     * @param bytes of memory for entries
     * @param waiting events and requests that wait at once
     * @param silence how long an owner of open claims may be unheard
     */
    public record Limits(long bytes, int waiting, Duration silence) {}

    public KafkaOnce(OnceClients clients, Topics topics, SecretSealer sealer, Limits limits, Metrics metrics) {
        this.topics = topics;
        this.limits = limits;
        int partitions = topics.idempotency().partitions();
        writer = new ClaimWriter(clients.claims(), topics);
        fence = new Fence(clients.admin(), writer, topics);
        claimant = new Claimant(partitions, WINDOW, limits.silence(), numbers::incrementAndGet, shares, this);
        follower = new Follower(
                clients.reader(),
                topics,
                claimant,
                metrics.counter("gateway.once.unreadable", "Records of claims and entries that are none.")::inc);
        pump = new Pump(topics, clients::entries, fence, this);
        outcomes = new Outcomes(metrics, release -> append(release.slot().partition(partitions), release));
        means = new AnswerAsk.Means(new StoredAnswers(sealer), outcomes, pump::add, follower::soon, WITHIN.toNanos());
        metrics.gauge("gateway.once.bytes", "Memory that the entries of the last 24 hours take.", follower::bytes);
        metrics.gauge("gateway.once.waiting", "Events and requests that wait for their claim.", waiting::get);
    }

    /** Reads what there is; throws when that does not end in time. */
    public void start(Duration within) {
        follower.start(within);
        pump.start();
    }

    public boolean live() {
        return follower.live() && pump.live();
    }

    public boolean ready() {
        return follower.ready() && pump.live();
    }

    @Override
    public List<CompletionStage<Checked<Placed>>> publish(List<Wish> wishes) {
        Optional<Problem> full = enter(wishes.size());
        if (full.isPresent()) {
            return wishes.stream()
                    .<CompletionStage<Checked<Placed>>>map(
                            wish -> CompletableFuture.completedStage(Checked.refused(full.get())))
                    .toList();
        }
        long now = System.nanoTime();
        InOrder order = new InOrder(keys(wishes), now, pump::add);
        List<CompletableFuture<Checked<Placed>>> results = new ArrayList<>();
        List<Runnable> joins = new ArrayList<>();
        List<Runnable> sends = new ArrayList<>();
        for (int i = 0; i < wishes.size(); i++) {
            Wish wish = wishes.get(i);
            int index = i;
            if (wish.ask().filter(this::shareIsUsedUp).isPresent()) {
                results.add(CompletableFuture.completedFuture(Checked.refused(SHARE_IS_USED_UP)));
                joins.add(() -> order.settled(index));
                continue;
            }
            EventAsk.Turn turn = new EventAsk.Turn(order, index, now + WITHIN.toNanos(), outcomes);
            wish.ask()
                    .ifPresentOrElse(
                            ask -> {
                                EventAsk asker = new EventAsk(wish.event(), ask, turn);
                                results.add(asker.result());
                                asker.result()
                                        .whenComplete((done, failure) -> follower.before(() -> order.settled(index)));
                                Optional<Claim> claim = claim(ask);
                                joins.add(() -> claimant.ask(asker, claim));
                                claim.ifPresent(sent -> sends.add(() -> sendBefore(turn.deadline(), sent, asker)));
                            },
                            () -> {
                                PlainEvent plain = new PlainEvent(wish.event(), turn.deadline());
                                results.add(plain.result());
                                joins.add(() -> order.won(index, Optional.empty(), plain::after));
                            });
        }
        results.forEach(this::leaveAfter);
        follower.before(() -> {
            follower.tend(order);
            joins.forEach(Runnable::run);
        });
        sends.forEach(Runnable::run);
        return List.copyOf(results);
    }

    @Override
    public CompletionStage<Answer> answer(Ask ask, String owner, Supplier<CompletionStage<Answer>> work, Executor on) {
        Optional<Problem> full = enter(1);
        if (full.isPresent()) {
            return CompletableFuture.completedStage(Answer.of(full.get()));
        }
        if (shareIsUsedUp(ask)) {
            waiting.decrementAndGet();
            return CompletableFuture.completedStage(Answer.of(SHARE_IS_USED_UP));
        }
        AnswerAsk asker = new AnswerAsk(ask, owner, work, on, means);
        leaveAfter(asker.result());
        Optional<Claim> claim = claim(ask);
        follower.before(() -> claimant.ask(asker, claim));
        claim.ifPresent(sent -> send(sent, asker::failed));
        return asker.result();
    }

    private static List<Optional<String>> keys(List<Wish> wishes) {
        return wishes.stream()
                .map(wish -> wish.event().key().map(key -> wish.event().topic() + "/" + key))
                .toList();
    }

    private boolean shareIsUsedUp(Ask ask) {
        return !shares.room(ask.slot().tenant(), limits.bytes() - follower.bytes());
    }

    /** Whether there is no room for more, or for so many more that wait. */
    private Optional<Problem> enter(int more) {
        if (follower.bytes() >= limits.bytes()) {
            return Optional.of(Problem.unavailable(
                    "The gateways keep as many ids and keys of the last 24 hours as they have room for."));
        }
        if (waiting.addAndGet(more) > limits.waiting()) {
            waiting.addAndGet(-more);
            return Optional.of(Problem.overloaded());
        }
        return Optional.empty();
    }

    private void leaveAfter(CompletableFuture<?> result) {
        result.whenComplete((value, failure) -> waiting.decrementAndGet());
    }

    /** A claim under the name that this gateway has now; without one it is made later. */
    private Optional<Claim> claim(Ask ask) {
        return serving.map(
                name -> new Claim(new ClaimId(name, numbers.incrementAndGet()), ask.slot(), ask.fingerprint()));
    }

    /** Each may take seconds when Kafka is away: there is no use in going on when nobody waits. */
    private void sendBefore(long deadline, Claim claim, EventAsk asker) {
        if (System.nanoTime() - deadline < 0) {
            send(claim, asker::failed);
        } else {
            asker.failed();
        }
    }

    private void send(Claim claim, Runnable failed) {
        writer.append(claim.slot().partition(topics.idempotency().partitions()), claim)
                .whenComplete((written, failure) -> {
                    if (failure != null) {
                        failed.run();
                    }
                });
    }

    @Override
    public void append(int partition, ClaimLine line) {
        writer.append(partition, line);
    }

    @Override
    public void lapse(UUID owner) {
        lapses.execute(() -> {
            try {
                fence.lapse(owner);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void deposed(UUID owner) {
        serving = Optional.empty();
        pump.deposed(owner);
    }

    /** Claims go out only when this thread knows the name too. */
    @Override
    public void serve(UUID name) {
        follower.soon(() -> {
            claimant.serve(name);
            serving = Optional.of(name);
        });
    }

    @Override
    public void retire(UUID name) {
        follower.soon(() -> claimant.retire(name));
    }

    /** Writes what was won, then ends. */
    @Override
    public void close() {
        pump.close();
        lapses.shutdownNow();
        follower.close();
        fence.close();
        writer.close();
    }
}
