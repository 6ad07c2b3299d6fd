package io.fanwire.dispatcher.consume;

import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.LaneMark;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Looks for the record of a delivery that waits on the retry tiers, one at a time. Owned by the worker thread; no method blocks. */
public interface HeadSearch {
    /** The record, and where it lies. */
    record Found(TopicPartition partition, long offset, Delivery delivery) {}

    /** How a search ended; without a record when there is none any more. */
    record Answer(Optional<Found> found) {}

    /** Begins anew, from these offsets to the ends. */
    void begin(Map<TopicPartition, Long> from, LaneMark.Head head);

    /** Goes on; empty while it is not known yet. */
    Optional<Answer> turn();

    /** Ends it, and lets go of what it needs. */
    void end();
}
