package io.fanwire.local.transactions;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * How a transaction is to end, as its coordinator wrote it down before it told the partitions.
 *
 * @param epoch one above that of the transaction's records: since KIP-890 each transaction ends with an epoch of its own
 */
record Decision(String transactionalId, long producerId, int epoch, boolean commit, Set<TopicPartition> partitions) {
    Decision {
        partitions = Set.copyOf(partitions);
    }

    boolean ends(OpenTransaction open) {
        return open.producerId() == producerId && open.epoch() == epoch - 1 && partitions.contains(open.partition());
    }
}
