package io.fanwire.bench.ledger;

import java.time.Instant;

/**
 * An event as it lies in its topic.
 *
 * @param topic without the installation's prefix
 */
public record EventRecord(
        String topic,
        int partition,
        long offset,
        String id,
        String tenant,
        String type,
        Instant written,
        String sha256) {}
