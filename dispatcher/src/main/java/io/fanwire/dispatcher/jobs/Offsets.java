package io.fanwire.dispatcher.jobs;

import io.fanwire.schemas.Cluster;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Where a partition begins and ends now. No method blocks; a stage fails when the broker does not answer. */
public interface Offsets {
    CompletionStage<Long> earliest(TopicPartition partition);

    /** The end of what is committed, or, with {@code uncommitted}, of all that was ever written. */
    CompletionStage<Long> latest(TopicPartition partition, IsolationLevel isolation);

    /** As the brokers say. Any thread may use it. */
    final class FromAdmin implements Offsets, AutoCloseable {
        private final Admin admin;

        public FromAdmin(Cluster cluster) {
            Map<String, Object> properties = cluster.clientProperties();
            properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "fanwire-dispatcher-offsets");
            properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 4000);
            properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 8000);
            this.admin = Admin.create(properties);
        }

        @Override
        public CompletionStage<Long> earliest(TopicPartition partition) {
            return ask(partition, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
        }

        @Override
        public CompletionStage<Long> latest(TopicPartition partition, IsolationLevel isolation) {
            return ask(partition, OffsetSpec.latest(), isolation);
        }

        private CompletionStage<Long> ask(TopicPartition partition, OffsetSpec spec, IsolationLevel isolation) {
            return admin.listOffsets(Map.of(partition, spec), new ListOffsetsOptions(isolation))
                    .partitionResult(partition)
                    .toCompletionStage()
                    .thenApply(ListOffsetsResultInfo::offset);
        }

        @Override
        public void close() {
            admin.close(Duration.ofSeconds(2));
        }
    }
}
