package io.fanwire.local.transactions;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends transactions that the broker decided and then forgot to end. A coordinator first writes down its decision, then sends a marker to
 * each partition. In 4.3.1 it takes a partition without a leader for a deleted one, sends no marker, and counts the transaction as done
 * (KAFKA-20734). A broker that is alone has no leader for a moment whenever it was killed or stood still: what it had just decided stays
 * open then for good, no reader passes it, and whoever committed offsets in it cannot learn them again.
 *
 * <pre>
 *   every few seconds: what do the partitions hold as open?
 *     open the last time, too ──▶ read the coordinators' log ──▶ decided, and done for its coordinator, and open still?
 *                                                                   └──▶ a marker, as it was decided
 * </pre>
 *
 * A marker sent too late cannot do harm: the broker refuses one whose epoch the producer has already reached. Owned by its own thread.
 */
public final class TransactionMender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionMender.class);
    private static final Duration PERIOD = Duration.ofSeconds(3);
    private static final long ANSWERS_WITHIN_SECONDS = 20;
    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final int QUIET_LOOKS = 3;

    private final Admin admin;
    private final TransactionLogReader log;
    private final MarkerWriter markers;
    private final Thread thread;
    private Set<OpenTransaction> before = Set.of();
    private volatile boolean stopping;

    private TransactionMender(int port) {
        String bootstrap = "127.0.0.1:" + port;
        admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "transaction-mender"));
        log = new TransactionLogReader(bootstrap);
        markers = new MarkerWriter(port);
        thread = new Thread(this::run, "transaction-mender");
        thread.setDaemon(true);
    }

    /**
     * Begins at once.
     *
     * @param port of a broker on loopback that is alone
     */
    public static TransactionMender start(int port) {
        TransactionMender mender = new TransactionMender(port);
        mender.thread.start();
        return mender;
    }

    /**
     * Ends what was decided and waits until nothing of that kind is left, on the thread that calls.
     *
     * @param port of a broker on loopback that is alone and has no clients
     */
    public static void settle(int port) {
        try (TransactionMender mender = new TransactionMender(port)) {
            mender.settle();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle() throws InterruptedException {
        long deadline = System.nanoTime() + SETTLES_WITHIN.toNanos();
        for (int quiet = 0; quiet < QUIET_LOOKS && System.nanoTime() < deadline; ) {
            quiet = look(true) ? quiet + 1 : 0;
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
        }
    }

    private void run() {
        try {
            while (!stopping) {
                look(false);
                TimeUnit.NANOSECONDS.sleep(PERIOD.toNanos());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether nothing is left that was decided; {@code alone} when nobody else decides anything now. */
    private boolean look(boolean alone) throws InterruptedException {
        try {
            return mend() && !(alone && underWay());
        } catch (ExecutionException | TimeoutException | IOException | KafkaException e) {
            before = Set.of();
            if (!stopping) {
                LOG.atWarn().addKeyValue("error", e.toString()).log("open transactions could not be looked at");
            }
            return false;
        }
    }

    /** Whether a coordinator has decided and is about to say so. */
    private boolean underWay() throws InterruptedException, ExecutionException, TimeoutException {
        return !admin.listTransactions(new ListTransactionsOptions()
                        .filterStates(List.of(TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_ABORT)))
                .all()
                .get(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS)
                .isEmpty();
    }

    private boolean mend() throws InterruptedException, ExecutionException, TimeoutException, IOException {
        Set<OpenTransaction> open = open(partitions());
        Set<OpenTransaction> suspects = new HashSet<>(open);
        suspects.retainAll(before);
        boolean known = before.containsAll(open);
        before = open;
        if (suspects.isEmpty()) {
            return known;
        }
        Decisions decisions = log.read();
        suspects.removeIf(suspect -> decisions.about(suspect).isEmpty());
        if (suspects.isEmpty()) {
            return known;
        }
        suspects.retainAll(
                open(suspects.stream().map(OpenTransaction::partition).toList()));
        for (OpenTransaction suspect : suspects) {
            end(suspect, decisions.about(suspect));
        }
        return false;
    }

    private void end(OpenTransaction open, Optional<Decision> decision) throws IOException {
        if (decision.isPresent()) {
            Errors error = markers.write(decision.get(), open);
            LOG.atWarn()
                    .addKeyValue("transactionalId", decision.get().transactionalId())
                    .addKeyValue("partition", open.partition())
                    .addKeyValue("decision", decision.get().commit() ? "commit" : "abort")
                    .addKeyValue("answer", error)
                    .log("ended a transaction that the broker had left open");
        }
    }

    private List<TopicPartition> partitions() throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> names = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS);
        List<TopicPartition> partitions = new ArrayList<>();
        admin.describeTopics(names)
                .allTopicNames()
                .get(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS)
                .forEach((name, topic) -> topic.partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(name, partition.partition()))));
        return partitions;
    }

    private Set<OpenTransaction> open(List<TopicPartition> partitions)
            throws InterruptedException, ExecutionException, TimeoutException {
        Set<OpenTransaction> open = new HashSet<>();
        admin.describeProducers(partitions)
                .all()
                .get(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS)
                .forEach((partition, producers) -> producers.activeProducers().stream()
                        .filter(producer ->
                                producer.currentTransactionStartOffset().isPresent())
                        .forEach(producer -> open.add(new OpenTransaction(
                                partition,
                                producer.producerId(),
                                producer.producerEpoch(),
                                producer.coordinatorEpoch().orElse(-1)))));
        return open;
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        admin.close(Duration.ofSeconds(1));
    }
}
