package io.fanwire.dispatcher.lane;

import org.apache.kafka.common.TopicPartition;

/**
 * Where a job was read from.
 *
 * @param epoch of the partition's assignment: what finishes under another one is dropped
 */
public record Source(TopicPartition partition, int epoch, long offset) {}
