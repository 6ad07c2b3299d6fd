package io.fanwire.local.transactions;

import org.apache.kafka.common.TopicPartition;

/**
 * What a partition's leader holds as open: records of a producer with no marker behind them.
 *
 * @param coordinatorEpoch of the coordinator that wrote the last marker of this producer here; -1 where there is none
 */
record OpenTransaction(TopicPartition partition, long producerId, int epoch, int coordinatorEpoch) {}
