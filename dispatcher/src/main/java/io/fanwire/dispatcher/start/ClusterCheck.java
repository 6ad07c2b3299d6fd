package io.fanwire.dispatcher.start;

import io.fanwire.runtime.Backoff;
import io.fanwire.runtime.Service;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.TopicSpec;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, before a dispatcher's other parts start, whether the cluster can keep what the dispatcher promises; refuses to start when it
 * cannot, and waits while the cluster does not answer.
 */
public final class ClusterCheck implements Service {
    private static final Logger log = LoggerFactory.getLogger(ClusterCheck.class);

    private final Supplier<ClusterFacts> reader;
    private final ClusterRules rules;
    private volatile Duration lease = Duration.ZERO;
    private volatile int partitions;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Nothing is asked before the start.
     *
     * @param lease how long after its last poll a worker may start attempts; empty: what the cluster allows
     * @param pollInterval longest time between two polls of a worker
     * @param shortOffsetsAccepted whether the operator accepts a broker that forgets offsets before records
     */
    public ClusterCheck(
            Cluster cluster,
            Topics topics,
            Optional<Duration> lease,
            Duration pollInterval,
            boolean shortOffsetsAccepted) {
        this(
                () -> new ClusterReader(cluster, topics.dispatcherGroup(), deliveryTopics(topics)).read(),
                new ClusterRules(
                        longestRetention(topics), lease, pollInterval, Topics.MAX_RECORD_BYTES, shortOffsetsAccepted));
    }

    ClusterCheck(Supplier<ClusterFacts> reader, ClusterRules rules) {
        this.reader = reader;
        this.rules = rules;
    }

    private static List<String> deliveryTopics(Topics topics) {
        return topics.all().stream()
                .map(TopicSpec::name)
                .filter(name -> name.startsWith(topics.deliveries()))
                .toList();
    }

    private static Duration longestRetention(Topics topics) {
        return topics.all().stream()
                .filter(spec -> topics.dispatched().contains(spec.name()))
                .flatMap(spec -> spec.retention().stream())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    @Override
    public void start() {
        Backoff backoff = Backoff.standard(RandomGenerator.getDefault());
        try {
            do {
                try {
                    ClusterFacts facts = reader.get();
                    refuse(rules.refusals(facts));
                    lease = rules.lease(facts);
                    partitions = facts.partitions();
                    return;
                } catch (KafkaException away) {
                    log.atWarn().addKeyValue("error", away.toString()).log("the cluster cannot be checked yet");
                }
            } while (!closed.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("stopped before the cluster could be checked");
    }

    /** How long after its last poll a worker may start attempts; nothing may start before the check has passed. */
    public Duration lease() {
        return lease;
    }

    /** How many partitions the delivery topics have; 0 before the check has passed. */
    public int partitions() {
        return partitions;
    }

    private static void refuse(List<String> refusals) {
        if (!refusals.isEmpty()) {
            throw new IllegalStateException(String.join("; ", refusals));
        }
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
        return "cluster-check";
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
