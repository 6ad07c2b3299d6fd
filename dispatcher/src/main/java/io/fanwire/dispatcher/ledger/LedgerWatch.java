package io.fanwire.dispatcher.ledger;

import io.fanwire.dispatcher.consume.Outbox;
import io.fanwire.dispatcher.consume.PartitionWork;
import io.fanwire.runtime.Metrics;
import io.fanwire.runtime.Service;
import io.fanwire.runtime.Threads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audits the deliveries of the last while, again and again, in the one process of an installation that owns partition 0, and shows
 * what came out as metrics. The other processes show no number.
 *
 * <p>Each delivery is looked at several times while it is in the window, and afterwards by {@code fanwire ledger} only. The audits run
 * on a thread of their own; who owns partition 0 is told by the worker's.
 */
public final class LedgerWatch implements Service, PartitionWork {
    private static final Logger log = LoggerFactory.getLogger(LedgerWatch.class);

    private final Function<Instant, List<LedgerLine>> audit;
    private final Duration every;
    private final Duration window;
    private final InstantSource clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Threads.daemons("ledger"));
    private volatile boolean owner;
    private volatile List<LedgerLine> lines = List.of();
    private volatile boolean audited;

    /**
     * Nothing is audited yet.
     *
     * @param audit of what was made since a time
     * @param every how often, from the end of one to the begin of the next
     * @param window how far back
     */
    public LedgerWatch(
            Function<Instant, List<LedgerLine>> audit,
            Duration every,
            Duration window,
            InstantSource clock,
            Metrics metrics) {
        this.audit = audit;
        this.every = every;
        this.window = window;
        this.clock = clock;
        metrics.gauge(
                "ledger.unexplained",
                "Deliveries of the ledger's window that neither ended nor wait anywhere: lost. No number where another process audits.",
                () -> sum(LedgerLine::unexplained));
        metrics.gauge(
                "ledger.doubled",
                "Deliveries of the ledger's window that were made twice or ended twice.",
                () -> sum(LedgerLine::doubled));
        metrics.gauge(
                "ledger.pending",
                "Deliveries of the ledger's window that have not ended.",
                () -> sum(LedgerLine::pending));
    }

    private double sum(ToLongFunction<LedgerLine> of) {
        return owner && audited ? (double) lines.stream().mapToLong(of).sum() : Double.NaN;
    }

    @Override
    public void start() {
        var unused =
                thread.scheduleWithFixedDelay(this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One audit, where this process is the one to make it. */
    void look() {
        if (!owner) {
            audited = false;
            return;
        }
        try {
            List<LedgerLine> found = audit.apply(clock.instant().minus(window));
            lines = found;
            audited = true;
            found.stream().filter(line -> !line.balanced()).forEach(line -> log.atError()
                    .addKeyValue("topic", line.topic())
                    .addKeyValue("unexplained", line.unexplained())
                    .addKeyValue("doubled", line.doubled())
                    .log("the ledger does not balance"));
        } catch (KafkaException failed) {
            log.atWarn().addKeyValue("error", failed.toString()).log("the ledger cannot be read for now");
        }
    }

    @Override
    public void assigned(int partition) {
        if (partition == 0) {
            owner = true;
        }
    }

    @Override
    public void revoked(int partition) {
        if (partition == 0) {
            owner = false;
        }
    }

    @Override
    public void turn(Instant now, Outbox out) {
        // it writes nothing
    }

    @Override
    public boolean live() {
        return true;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
