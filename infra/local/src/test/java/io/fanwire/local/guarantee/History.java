package io.fanwire.local.guarantee;

import io.fanwire.local.receiver.Received;
import io.fanwire.schemas.Attempt;
import io.fanwire.schemas.Delivery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What a run left behind: what was accepted, what receivers saw, and what lies in the topics.
 *
 * @param received by subscription id, in order of arrival
 * @param deliveries records of the delivery and retry topics, each with where it lies
 * @param committed the dispatchers' committed offsets
 */
public record History(
        List<Accepted> accepted,
        Map<String, List<Received>> received,
        List<Attempt> attempts,
        List<Placed> deliveries,
        Map<TopicPartition, Long> committed) {

    /**
     * An event the gateway answered 202 for.
     *
     * @param sequence of acceptance within its key
     * @param matching ids of the subscriptions it must reach
     */
    public record Accepted(String eventId, Optional<String> key, long sequence, Set<String> matching) {}

    /** A delivery record and where it lies. */
    public record Placed(TopicPartition partition, long offset, Delivery delivery) {}
}
