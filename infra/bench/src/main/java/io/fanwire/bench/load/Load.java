package io.fanwire.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.fanwire.bench.ledger.Published;
import io.fanwire.bench.ledger.Published.Result;
import io.fanwire.local.LocalException;
import io.fanwire.local.client.GatewayClient;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Publishes events at a pace, and writes down what it was told of each: ok, info (nobody knows) or fail. What was refused is
 * published again; what nobody knows is left alone: it is there once or not at all. Each thread has batches of its own; all they share is the number of the next one.
 */
public final class Load implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final GatewayClient gateway;
    private final Events events;
    private final Pace pace;
    private final AcceptedLog log;
    private final InstantSource clock;
    private final AtomicLong nextBatch = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final long began = System.nanoTime();
    private volatile boolean stopped;

    /**
     * How much, and how fast.
     *
     * @param first number of the first event
     * @param perSecond 0: as fast as it goes
     * @param ramp seconds in which the pace grows evenly from nothing: processes that have just started are slow
     */
    public record Pace(long first, long count, double perSecond, double ramp, int batch, int threads) {
        /** When so many shall be published, in nanoseconds from the beginning. */
        long after(long events) {
            if (perSecond <= 0) {
                return 0;
            }
            double onRamp = perSecond * ramp / 2;
            double seconds =
                    events < onRamp ? Math.sqrt(2 * events * ramp / perSecond) : ramp + (events - onRamp) / perSecond;
            return (long) (seconds * 1e9);
        }
    }

    private Load(GatewayClient gateway, Events events, Pace pace, AcceptedLog log, InstantSource clock) {
        this.gateway = gateway;
        this.events = events;
        this.pace = pace;
        this.log = log;
        this.clock = clock;
    }

    /** Begins at once. */
    public static Load start(GatewayClient gateway, Events events, Pace pace, AcceptedLog log) {
        Load load = new Load(gateway, events, pace, log, InstantSource.system());
        for (int i = 0; i < pace.threads(); i++) {
            Thread thread = new Thread(load::run, "load-" + i);
            thread.setDaemon(true);
            load.threads.add(thread);
            thread.start();
        }
        return load;
    }

    private void run() {
        long batches = (pace.count() + pace.batch() - 1) / pace.batch();
        for (long n = nextBatch.getAndIncrement(); n < batches && !stopped; n = nextBatch.getAndIncrement()) {
            sleep(began + pace.after(n * pace.batch()) - System.nanoTime());
            publish(batch(n));
        }
    }

    private List<Events.One> batch(long n) {
        List<Events.One> batch = new ArrayList<>();
        long end = Math.min(pace.count(), (n + 1) * pace.batch());
        for (long i = n * pace.batch(); i < end; i++) {
            batch.add(events.get(pace.first() + i));
        }
        return batch;
    }

    private void publish(List<Events.One> batch) {
        List<Events.One> open = batch;
        while (!open.isEmpty() && !stopped) {
            List<Events.One> again = call(open);
            if (!again.isEmpty()) {
                sleep(PAUSE.toNanos());
            }
            open = again;
        }
    }

    /** Answers those that must be published again. */
    private List<Events.One> call(List<Events.One> batch) {
        Instant sent = clock.instant();
        List<Result> results = results(batch);
        Instant answered = clock.instant();
        List<Events.One> again = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Events.One one = batch.get(i);
            log.add(new Published(
                    one.id(),
                    one.tenant(),
                    events.topic(),
                    one.type(),
                    one.key(),
                    one.sequence(),
                    one.sha256(),
                    sent,
                    answered,
                    results.get(i)));
            if (results.get(i) == Result.FAIL) {
                again.add(one);
            }
        }
        return again;
    }

    private List<Result> results(List<Events.One> batch) {
        List<Result> results = new ArrayList<>();
        try {
            GatewayClient.Answer answer =
                    gateway.publish(events.topic(), true, Map.of("content-type", "application/json"), body(batch));
            for (int i = 0; i < batch.size(); i++) {
                JsonNode item = answer.body().path("results").path(i);
                results.add(result(item.path("status").asInt(answer.status())));
            }
        } catch (LocalException unanswered) {
            batch.forEach(one -> results.add(Result.INFO));
        }
        return results;
    }

    /** What a status leaves open: a 503 may have been written all the same. */
    private static Result result(int status) {
        if (status == 202) {
            return Result.OK;
        }
        return status / 100 == 5 ? Result.INFO : Result.FAIL;
    }

    private static byte[] body(List<Events.One> batch) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String before = "[";
        for (Events.One one : batch) {
            String head = before + "{\"id\":\"" + one.id() + "\",\"type\":\"" + one.type() + "\",\"tenant\":\""
                    + one.tenant() + "\""
                    + one.key().map(key -> ",\"key\":\"" + key + "\"").orElse("") + ",\"data\":";
            out.writeBytes(head.getBytes(UTF_8));
            out.writeBytes(one.data());
            out.write('}');
            before = ",";
        }
        out.write(']');
        return out.toByteArray();
    }

    private static void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(Math.max(0, nanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until its pace has grown to what it will be. */
    public void awaitPace() {
        if (pace.perSecond() > 0) {
            sleep(began + (long) (pace.ramp() * 1e9) - System.nanoTime());
        }
    }

    /** Whether all was published. */
    public boolean done() {
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /**
     * Waits until all was published.
     *
     * @param late so long after its pace would have it
     * @throws IllegalStateException when it is later still: nothing that is read while events come in says anything
     */
    public void await(Duration late) {
        long deadline = Math.max(began + pace.after(pace.count()), System.nanoTime()) + late.toNanos();
        while (!done()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the load is more than " + late.toSeconds() + " s late");
            }
            sleep(Duration.ofMillis(20).toNanos());
        }
    }

    /** Publishes no further batch. */
    @Override
    public void close() {
        stopped = true;
        threads.forEach(Thread::interrupt);
    }
}
