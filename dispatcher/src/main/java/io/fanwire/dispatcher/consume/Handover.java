package io.fanwire.dispatcher.consume;

import io.fanwire.dispatcher.lane.Job;
import io.fanwire.dispatcher.lane.Source;
import io.fanwire.schemas.RegistryUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of records that are due: counted as received, then off to the lanes, to another tier or to poison. Owned by the worker thread. */
final class Handover {
    private static final Logger log = LoggerFactory.getLogger(Handover.class);
    private static final Duration REGISTRY_PAUSE = Duration.ofSeconds(1);

    private final WorkerParts parts;
    private final DelayGate gate;
    private final Assignment assignment;
    private final Commits commits;

    Handover(WorkerParts parts, DelayGate gate, Assignment assignment, Commits commits) {
        this.parts = parts;
        this.gate = gate;
        this.assignment = assignment;
        this.commits = commits;
    }

    void handOver(List<ConsumerRecord<byte[], byte[]>> due) {
        Instant now = parts.clock().instant();
        List<Job> jobs = new ArrayList<>(due.size());
        Set<TopicPartition> interrupted = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : due) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (!interrupted.contains(partition)) {
                assignment.progress(partition).ifPresent(progress -> {
                    if (progress.doneBefore(record.offset())) {
                        progress.received(record.offset(), size(record));
                        parts.metrics().doneBefore().inc();
                        return;
                    }
                    Source source = new Source(partition, progress.epoch(), record.offset());
                    try {
                        taken(parts.intake().take(record, source, now), record, source, jobs);
                    } catch (RegistryUnavailableException away) {
                        log.atWarn().addKeyValue("error", away.toString()).log("records cannot be decoded for now");
                        interrupted.add(partition);
                        gate.again(record, now.plus(REGISTRY_PAUSE));
                    }
                });
            }
        }
        start(jobs);
    }

    /** Gives jobs to the lanes. */
    void start(List<Job> jobs) {
        if (!jobs.isEmpty()) {
            parts.loop().execute(() -> parts.lanes().accept(jobs));
        }
    }

    /** Every record that is not read again passes here, once. */
    private void taken(Intake.Taken taken, ConsumerRecord<byte[], byte[]> record, Source source, List<Job> jobs) {
        PartitionProgress progress = assignment.progress(source.partition()).orElseThrow();
        Instant now = parts.clock().instant();
        if (taken instanceof Intake.Ready ready) {
            progress.received(source.offset(), size(record));
            jobs.add(ready.job());
        } else if (taken instanceof Intake.Hop hop) {
            Effect onwards = parts.consequences().of(hop.finished(), hop.step(), now);
            progress.received(source.offset(), size(record));
            commits.add(onwards);
        } else if (taken instanceof Intake.Poison poison) {
            parts.metrics().poison().inc();
            log.atError()
                    .addKeyValue("partition", source.partition())
                    .addKeyValue("offset", source.offset())
                    .addKeyValue("error", poison.message())
                    .log("a record is no delivery; it goes to the poison topic");
            progress.received(source.offset(), size(record));
            commits.add(parts.consequences().poison(source, record, "undecodable", poison.message(), now));
        }
    }

    private static int size(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedValueSize());
    }
}
