package io.fanwire.dispatcher.consume;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A transaction of the model's broker. */
final class ModelTransaction {
    final Instant since;
    final Set<ModelLog> touched = new HashSet<>();
    final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    private boolean open = true;
    private boolean committed;

    ModelTransaction(Instant since) {
        this.since = since;
    }

    boolean open() {
        return open;
    }

    boolean committed() {
        return committed;
    }

    void end(boolean commit) {
        open = false;
        committed = commit;
    }
}
