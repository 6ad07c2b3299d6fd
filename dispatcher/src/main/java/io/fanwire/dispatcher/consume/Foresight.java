package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.lane.Source;
import io.fanwire.schemas.RegistryUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds, among records whose time has not come, those that never will be deliveries: they go to the poison topic at once, and count as
 * done when their turn comes. What cannot be judged now is judged then. Owned by the worker thread.
 */
final class Foresight {
    private static final Logger log = LoggerFactory.getLogger(Foresight.class);
    private static final Duration REGISTRY_PAUSE = Duration.ofSeconds(1);

    private final WorkerParts parts;
    private final Assignment assignment;
    private final Commits commits;
    private Instant notBefore = Instant.MIN;

    Foresight(WorkerParts parts, Assignment assignment, Commits commits) {
        this.parts = parts;
        this.assignment = assignment;
        this.commits = commits;
    }

    void look(List<ConsumerRecord<byte[], byte[]>> records) {
        Instant now = parts.clock().instant();
        if (now.isBefore(notBefore)) {
            return;
        }
        try {
            records.forEach(record -> look(record, now));
        } catch (RegistryUnavailableException away) {
            notBefore = now.plus(REGISTRY_PAUSE);
            log.atDebug().addKeyValue("error", away.toString()).log("records are not looked at before they are due");
        }
    }

    /** A partition whose records end their readers hands out few at a time, in order. */
    private void look(ConsumerRecord<byte[], byte[]> record, Instant now) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        assignment
                .progress(partition)
                .filter(progress -> !progress.suspicious() && !progress.doneBefore(record.offset()))
                .ifPresent(progress -> {
                    Source source = new Source(partition, progress.epoch(), record.offset());
                    if (parts.intake().take(record, source, now) instanceof Intake.Poison poison) {
                        commits.addAhead(poisoned(parts, source, record, poison));
                    }
                });
    }

    /** The record as it goes to the poison topic, counted and logged. */
    static Effect poisoned(
            WorkerParts parts, Source source, ConsumerRecord<byte[], byte[]> record, Intake.Poison poison) {
        parts.metrics().poison().inc();
        log.atError()
                .addKeyValue("partition", source.partition())
                .addKeyValue("offset", source.offset())
                .addKeyValue("error", poison.message())
                .log("a record is no delivery; it goes to the poison topic");
        return parts.consequences()
                .poison(
                        source,
                        record,
                        "undecodable",
                        poison.message(),
                        parts.clock().instant());
    }
}
