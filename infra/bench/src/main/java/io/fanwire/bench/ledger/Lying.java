package io.fanwire.bench.ledger;

import io.fanwire.schemas.Delivery;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;

/**
 * A delivery record and where it lies.
 *
 * @param written the record's timestamp
 */
public record Lying(TopicPartition at, long offset, Instant written, Delivery delivery) {
    /** For messages. */
    String place() {
        return at + "@" + offset;
    }

    /** Held and suspended records wait for something other than the dispatchers' progress. */
    boolean parked() {
        return at.topic().endsWith(".held") || at.topic().endsWith(".suspended");
    }
}
