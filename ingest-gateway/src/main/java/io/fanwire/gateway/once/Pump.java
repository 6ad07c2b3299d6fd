package io.fanwire.gateway.once;

import io.fanwire.runtime.Backoff;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what was won, many in one transaction. Its thread owns the transactional producer, and so this gateway's name among owners: a
 * producer that fails is given up with its name, whose claims are made to lapse, and the next one has another.
 *
 * <p>What waits here is bounded by how many may ask at once.
 */
final class Pump implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pump.class);
    private static final int MOST = 500;
    private static final Duration CLOSE = Duration.ofSeconds(8);
    private static final Duration LAST = Duration.ofSeconds(5);

    private final Topics topics;
    private final Function<String, Producer<String, byte[]>> connect;
    private final Fence fence;
    private final Serving serving;
    private final BlockingQueue<Work> waiting = new LinkedBlockingQueue<>();
    private final Queue<UUID> given = new ArrayDeque<>();
    private final Thread thread = new Thread(this::run, "gateway-once-pump");
    private Optional<Owner> owner = Optional.empty();
    private volatile Optional<UUID> shutOut = Optional.empty();
    private volatile boolean stopping;

    /** Told under which name this gateway may claim. */
    interface Serving {
        void serve(UUID name);

        void retire(UUID name);
    }

    /** A name and the producer that it goes with. */
    private record Owner(UUID name, Producer<String, byte[]> producer) {}

    /**
     * One that does not run yet.
     *
     * @param connect makes a producer with a transactional id
     */
    Pump(Topics topics, Function<String, Producer<String, byte[]>> connect, Fence fence, Serving serving) {
        this.topics = topics;
        this.connect = connect;
        this.fence = fence;
        this.serving = serving;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean live() {
        return thread.isAlive();
    }

    void add(Work work) {
        waiting.add(work);
    }

    private void run() {
        Backoff backoff = new Backoff(Duration.ofMillis(20), Duration.ofSeconds(1), RandomGenerator.getDefault());
        Queue<Work> next = new ArrayDeque<>();
        try {
            while (!stopping || !next.isEmpty() || !waiting.isEmpty()) {
                owner.filter(by -> shutOut.equals(Optional.of(by.name()))).ifPresent(this::giveUp);
                if (owner.isEmpty() && !begin()) {
                    if (stopping) {
                        break;
                    }
                    Thread.sleep(backoff.next().toMillis());
                    continue;
                }
                if (next.isEmpty()) {
                    Optional.ofNullable(waiting.poll(100, TimeUnit.MILLISECONDS))
                            .ifPresent(next::add);
                }
                waiting.drainTo(next, Math.max(0, MOST - next.size()));
                if (write(next)) {
                    backoff.reset();
                } else {
                    Thread.sleep(backoff.next().toMillis());
                }
            }
        } catch (InterruptedException interrupted) {
            stopping = true;
        } finally {
            next.forEach(Work::unsure);
            waiting.forEach(Work::unsure);
            owner.ifPresent(this::end);
        }
    }

    /** Nobody else need find out that this one is silent. */
    private void end(Owner last) {
        last.producer().close(LAST);
        try {
            fence.lapse(last.name());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers false when it is better to wait a moment: what is in the queue then is tried again. */
    private boolean write(Queue<Work> next) throws InterruptedException {
        Owner by = owner.orElseThrow();
        List<Work> works = new ArrayList<>();
        for (Work work = next.poll(); work != null; work = next.poll()) {
            if (work.owner().filter(name -> !name.equals(by.name())).isPresent()) {
                work.unsure();
            } else if (work.wanted()) {
                works.add(work);
            } else {
                work.refused(new TimeoutException("nobody waits for it any more"));
            }
        }
        if (works.isEmpty()) {
            return true;
        }
        try {
            next.addAll(new Transaction(by.producer(), topics).run(works));
            return next.isEmpty();
        } catch (KafkaException | IllegalStateException lost) {
            LOG.atWarn()
                    .addKeyValue("owner", by.name())
                    .addKeyValue("error", lost.toString())
                    .log("a transaction failed; going on under another name");
            giveUp(by);
            works.forEach(Work::unsure);
            return true;
        }
    }

    /** Leaves the name for good. Whatever was begun under it ends when it is shut out. */
    private void giveUp(Owner by) {
        owner = Optional.empty();
        serving.retire(by.name());
        given.add(by.name());
        by.producer().close(Duration.ZERO);
    }

    /** Makes given names lapse, then takes a new one; answers whether that was possible. */
    private boolean begin() throws InterruptedException {
        while (!given.isEmpty()) {
            if (!fence.lapse(given.element())) {
                return false;
            }
            given.remove();
        }
        if (stopping) {
            return false;
        }
        UUID name = UUID.randomUUID();
        Producer<String, byte[]> producer = connect.apply(OnceClients.transactionalId(topics, name));
        try {
            producer.initTransactions();
        } catch (KafkaException away) {
            LOG.atWarn().addKeyValue("error", away.toString()).log("no transactions can be begun now");
            producer.close(Duration.ZERO);
            return false;
        }
        owner = Optional.of(new Owner(name, producer));
        serving.serve(name);
        return true;
    }

    /** The name was shut out by others: a transaction under it would fail. Any thread may say so. */
    void deposed(UUID name) {
        shutOut = Optional.of(name);
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        stopping = true;
        try {
            if (thread.isAlive()) {
                thread.join(CLOSE.toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
