package io.fanwire.bench.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The offsets that dispatchers commit, watched while events keep coming to every partition: do they move? */
final class Marks {
    private static final Duration STEP = Duration.ofMillis(500);

    private Marks() {}

    private record Mark(long offset, Instant since) {}

    /** Watches so long, and answers how long the slowest partition of {@code deliveries} kept the same offset. */
    static Duration longestStandstill(Platform platform, Duration time) {
        Map<TopicPartition, Mark> marks = new HashMap<>();
        Duration longest = Duration.ZERO;
        Instant end = Instant.now().plus(time);
        try (Admin admin = Admin.create(platform.cluster().clientProperties())) {
            for (Instant now = Instant.now(); now.isBefore(end); now = Instant.now()) {
                for (Map.Entry<TopicPartition, Long> one :
                        committed(admin, platform).entrySet()) {
                    Mark mark = marks.get(one.getKey());
                    if (mark == null || mark.offset() != one.getValue()) {
                        marks.put(one.getKey(), new Mark(one.getValue(), now));
                    } else {
                        Duration still = Duration.between(mark.since(), now);
                        longest = longest.compareTo(still) > 0 ? longest : still;
                    }
                }
                Waiting.pause(STEP);
            }
        }
        return longest;
    }

    private static Map<TopicPartition, Long> committed(Admin admin, Platform platform) {
        try {
            Map<TopicPartition, Long> found = new HashMap<>();
            admin.listConsumerGroupOffsets(platform.topics().dispatcherGroup())
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> {
                        if (partition.topic().equals(platform.topics().deliveries())) {
                            found.put(
                                    partition,
                                    Optional.ofNullable(offset)
                                            .map(OffsetAndMetadata::offset)
                                            .orElse(0L));
                        }
                    });
            return found;
        } catch (ExecutionException e) {
            throw new IllegalStateException("offsets cannot be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
