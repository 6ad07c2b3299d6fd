package io.fanwire.dispatcher.consume;

import io.fanwire.runtime.Backoff;
import io.fanwire.runtime.Service;
import io.fanwire.runtime.Threads;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of one worker, and what happens when the worker fails.
 *
 * <pre>
 *   NEW ── start ──▶ RUNNING ── failure ──▶ waits (50 ms to 5 s) ──▶ RUNNING, with fresh clients
 *                       ├── the machine's clock was set back: drain, commit, leave ──▶ RUNNING, with fresh clients
 *                       ├── fenced, or refused for good: exit ──▶ DEAD (not live: the process ends), or rebuild ──▶ as any failure
 *                       └── close: drain, commit, leave ──▶ STOPPED
 * </pre>
 */
public final class WorkerSlot implements Service {
    private static final Logger log = LoggerFactory.getLogger(WorkerSlot.class);
    private static final long LOOK_MILLIS = 500;
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final WorkerClients clients;
    private final TakeOver takeOver;
    private final WorkerEngine engine;
    private final DispatchMetrics metrics;
    private final OnFatal onFatal;
    private final Thread thread;
    private final Pulse pulse = new Pulse();
    private final ScheduledExecutorService watch;
    private final CountDownLatch wakeUp = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile boolean owning;
    private volatile boolean dead;

    /** What to do when trying again cannot help. */
    public enum OnFatal {
        /** End the process. */
        EXIT,
        /** Try again all the same. */
        REBUILD;

        public static OnFatal parse(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    public WorkerSlot(
            WorkerClients clients, TakeOver takeOver, WorkerEngine engine, DispatchMetrics metrics, OnFatal onFatal) {
        this.clients = clients;
        this.takeOver = takeOver;
        this.engine = engine;
        this.metrics = metrics;
        this.onFatal = onFatal;
        this.thread = new Thread(this::run, "worker-" + clients.identity());
        this.watch = Executors.newSingleThreadScheduledExecutor(Threads.daemons("watchdog-" + clients.identity()));
    }

    @Override
    public void start() {
        thread.start();
        Watchdog watchdog = new Watchdog(pulse);
        var unused =
                watch.scheduleWithFixedDelay(() -> look(watchdog), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look(Watchdog watchdog) {
        if (watchdog.look() && !stopping && !dead) {
            dead = true;
            metrics.stuck().inc();
            log.atError()
                    .addKeyValue("worker", clients.identity())
                    .addKeyValue("at", Arrays.toString(thread.getStackTrace()))
                    .log("a worker's thread stands still; the process ends, so that others take its partitions");
        }
    }

    private void run() {
        Backoff backoff = Backoff.standard(RandomGenerator.getDefault());
        while (!stopping && !dead) {
            long startedAt = System.nanoTime();
            try {
                work();
            } catch (RuntimeException failure) {
                dead = dead || (onFatal == OnFatal.EXIT && hopeless(failure));
                failed(failure);
            }
            owning = false;
            if (System.nanoTime() - startedAt > SETTLED.toNanos()) {
                backoff.reset();
            }
            if (!stopping && !dead) {
                pause(backoff.next());
            }
        }
    }

    /** Whether another try would end the same way: another process has this identity, or Kafka refuses for good. */
    static boolean hopeless(RuntimeException failure) {
        return failure instanceof WorkerLostException lost
                ? lost.why() != WorkerLostException.Why.UNDECIDED
                : failure instanceof FencedInstanceIdException
                        || failure instanceof AuthorizationException
                        || failure instanceof AuthenticationException
                        || failure instanceof UnsupportedVersionException;
    }

    private void work() {
        Worker worker = new Worker(clients.consumer(), clients.producer(), engine.parts(pulse));
        boolean clean = false;
        boolean named = false;
        try {
            pulse.whileWaiting(() -> joined(worker));
            int setBacks = engine.setBacks();
            while (!stopping && engine.setBacks() == setBacks) {
                FaultHook.pass();
                worker.turn();
                owning = !worker.partitions().isEmpty();
                if (owning && !named) {
                    takeOver.joined(worker.member());
                    named = true;
                }
            }
            pulse.whileEnding(() -> {
                worker.leave();
                takeOver.left();
            });
            clean = true;
            if (!stopping) {
                log.atWarn()
                        .addKeyValue("worker", clients.identity())
                        .log("the machine's clock was set back; the worker joins again with fresh clients");
            }
        } finally {
            if (!clean) {
                pulse.whileEnding(() -> {
                    worker.abandon();
                    takeOver.abandoned();
                });
            }
        }
    }

    private boolean joined(Worker worker) {
        takeOver.finish();
        worker.join();
        return true;
    }

    private void failed(RuntimeException failure) {
        metrics.rebuilt().inc();
        log.atError()
                .setCause(failure)
                .addKeyValue("worker", clients.identity())
                .log(dead ? "a worker cannot go on; the process ends" : "a worker failed and starts over");
    }

    private void pause(Duration wait) {
        boolean asked = pulse.whileWaiting(() -> paused(wait));
        log.atDebug().addKeyValue("stopping", asked).log("starting over");
    }

    private boolean paused(Duration wait) {
        try {
            return wakeUp.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            stopping = true;
            return true;
        }
    }

    @Override
    public String name() {
        return clients.identity();
    }

    @Override
    public boolean live() {
        return thread.isAlive() && !dead;
    }

    /** Ready with its first partition; a worker without one, because others have them all, is as ready as it can be. */
    @Override
    public boolean ready() {
        return live() && !stopping;
    }

    /** Whether it owns a partition. */
    public boolean owning() {
        return owning;
    }

    @Override
    public void close() {
        boolean stands = dead;
        stopping = true;
        wakeUp.countDown();
        watch.shutdownNow();
        try {
            thread.join(stands ? 1 : engine.stopWithin().toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        engine.close();
        if (!thread.isAlive()) {
            takeOver.close(); // else it stays ours until the process is gone
        }
    }
}
