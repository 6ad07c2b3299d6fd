package io.fanwire.gateway.once;

import io.fanwire.gateway.once.ClaimLine.Lapse;
import io.fanwire.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shuts an owner out of Kafka and says so: from the first step on nothing that it writes can become visible, the second sees whatever had
 * become so, the third tells everybody. Blocks; any thread may use it.
 */
final class Fence implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fence.class);
    private static final int SECONDS = 6;

    private final Admin admin;
    private final ClaimWriter writer;
    private final Topics topics;

    Fence(Admin admin, ClaimWriter writer, Topics topics) {
        this.admin = admin;
        this.writer = writer;
        this.topics = topics;
    }

    /** Answers whether it was done in all partitions; if not it may be tried again. */
    boolean lapse(UUID owner) throws InterruptedException {
        try {
            admin.fenceProducers(List.of(OnceClients.transactionalId(topics, owner)))
                    .all()
                    .get(SECONDS, TimeUnit.SECONDS);
            Map<TopicPartition, ListOffsetsResultInfo> ends = ends();
            List<CompletableFuture<Void>> written = new ArrayList<>();
            ends.forEach((partition, end) ->
                    written.add(writer.append(partition.partition(), new Lapse(owner, end.offset()))));
            CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).get(SECONDS, TimeUnit.SECONDS);
            LOG.atInfo().addKeyValue("owner", owner).log("a gateway's open claims have lapsed");
            return true;
        } catch (ExecutionException | TimeoutException failed) {
            LOG.atWarn()
                    .addKeyValue("owner", owner)
                    .addKeyValue("error", failed.toString())
                    .log("a gateway's open claims could not be made to lapse");
            return false;
        }
    }

    /** The ends of all partitions of entries, whatever is still open before them. */
    private Map<TopicPartition, ListOffsetsResultInfo> ends()
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int partition = 0; partition < topics.idempotency().partitions(); partition++) {
            asked.put(new TopicPartition(topics.idempotency().entries(), partition), OffsetSpec.latest());
        }
        return admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .all()
                .get(SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ofSeconds(2));
    }
}
