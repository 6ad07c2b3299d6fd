package io.fanwire.gateway.once;

import io.fanwire.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far a consumer is: entries first, then claims, then whatever comes. Owned by the thread that owns the consumer. */
final class Loading {
    private static final Logger LOG = LoggerFactory.getLogger(Loading.class);

    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> entries;
    private final List<TopicPartition> claims;
    private Map<TopicPartition, Long> ends;
    private Step step = Step.ENTRIES;

    private enum Step {
        ENTRIES,
        CLAIMS,
        ALL
    }

    private Loading(Consumer<byte[], byte[]> consumer, List<TopicPartition> entries, List<TopicPartition> claims) {
        this.consumer = consumer;
        this.entries = entries;
        this.claims = claims;
        consumer.assign(entries);
        consumer.seekToBeginning(entries);
        this.ends = consumer.endOffsets(entries);
    }

    static Loading begin(Consumer<byte[], byte[]> consumer, Topics topics) {
        return new Loading(
                consumer,
                partitions(
                        consumer,
                        topics.idempotency().entries(),
                        topics.idempotency().partitions()),
                partitions(
                        consumer,
                        topics.idempotency().claims(),
                        topics.idempotency().partitions()));
    }

    /** All gateways must agree on which slot is in which partition. */
    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic, int wanted) {
        int there = consumer.partitionsFor(topic).size();
        if (there != wanted) {
            throw new KafkaException("the topic " + topic + " has " + there + " partitions, not " + wanted);
        }
        return Follower.partitions(topic, wanted);
    }

    /** Answers whether all that was there at first has been read. */
    boolean advance() {
        if (step != Step.ALL
                && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
            if (step == Step.ENTRIES) {
                List<TopicPartition> both = new ArrayList<>(entries);
                both.addAll(claims);
                consumer.assign(both);
                consumer.seekToBeginning(claims);
                ends = consumer.endOffsets(claims);
                step = Step.CLAIMS;
            } else {
                LOG.atInfo().log("claims and entries are read");
                step = Step.ALL;
            }
        }
        return step == Step.ALL;
    }

    /** By partition, the offset before which all entries have been polled. */
    Map<Integer, Long> entriesRead() {
        Map<Integer, Long> read = new HashMap<>();
        entries.forEach(partition -> read.put(partition.partition(), consumer.position(partition)));
        return read;
    }
}
