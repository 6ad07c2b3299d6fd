package io.fanwire.gateway.control;

import io.fanwire.gateway.control.EventHistory.Page;
import io.fanwire.gateway.control.EventHistory.Query;
import io.fanwire.gateway.control.EventHistory.Stored;
import io.fanwire.gateway.control.EventHistory.Trial;
import io.fanwire.gateway.control.EventHistory.Wanted;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.schemas.EventHeaders;
import io.fanwire.schemas.Topics;
import io.fanwire.schemas.TypePattern;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Goes through event topics with one consumer, with a bound on the work of each call. Owned by one thread at a time. */
final class EventScan implements ReaderPool.Scan {
    /** How far the clocks of producers may be behind the times their records are read by. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private static final Duration POLL = Duration.ofMillis(100);

    private final Topics topics;
    private final Consumer<String, byte[]> consumer;
    private final Bounds bounds;

    /**
     * What one call may cost.
     *
     * @param records looked at
     * @param bytes of a page, or waiting to become part of one
     */
    record Bounds(Duration within, int records, long bytes) {}

    EventScan(Topics topics, Consumer<String, byte[]> consumer, Bounds bounds) {
        this.topics = topics;
        this.consumer = consumer;
        this.bounds = bounds;
    }

    /** A call that has begun. */
    private final class Work {
        private final long deadline = System.nanoTime() + bounds.within().toNanos();
        private int records;

        boolean over() {
            return records > bounds.records() || late();
        }

        boolean late() {
            return System.nanoTime() - deadline > 0;
        }
    }

    /**
     * Merges the partitions by the time of their records. As long as there is work to spend, an event is part of the page only when
     * no partition can have an earlier one; each partition goes on exactly where it was left.
     */
    Page page(String topic, Query query, Optional<Marks> from, int limit) {
        Work work = new Work();
        Map<TopicPartition, PartitionRun> runs = runs(topic, query, from);
        List<Stored> found = new ArrayList<>();
        long bytes = 0;
        boolean over = false;
        begin(runs);
        while (true) {
            Optional<PartitionRun> first = first(runs, over);
            while (first.isPresent() && found.size() < limit && (found.isEmpty() || bytes < bounds.bytes())) {
                Stored event = first.get().take();
                bytes += event.size();
                found.add(event);
                first = first(runs, over);
            }
            boolean full = found.size() == limit || (!found.isEmpty() && bytes >= bounds.bytes());
            if (full || over || ended(runs)) {
                return new Page(found, rest(runs));
            }
            look(runs, topic, query, work, PartitionRun::add);
            over = work.over() || waitingBytes(runs) > bounds.bytes();
        }
    }

    /** Counts until the work is spent, on which it looks at each event: a filter may take long on one; or until it is given up. */
    Trial trial(String topic, Query query, TrialCount count, BooleanSupplier given) {
        Work work = new Work();
        Map<TopicPartition, PartitionRun> runs = runs(topic, query, Optional.empty());
        begin(runs);
        while (!ended(runs) && !work.over() && !given.getAsBoolean()) {
            look(runs, topic, query, work, (run, stored) -> count.add(stored, work.late()));
        }
        return count.ended(ended(runs));
    }

    /** Looks through all partitions of the topics side by side. */
    Checked<Optional<Stored>> find(List<String> names, Wanted wanted) {
        Work work = new Work();
        Map<TopicPartition, PartitionRun> runs = new HashMap<>();
        Query query = new Query(wanted.tenant(), Optional.of(wanted.from()), wanted.to(), Optional.empty());
        names.forEach(name -> runs.putAll(runs(name, query, Optional.empty())));
        begin(runs);
        while (!ended(runs)) {
            if (work.over()) {
                return Checked.refused(Problem.field(
                        "/since",
                        "search_too_large",
                        "There are too many events to look through; name the topic, and a later time in since."));
            }
            steer(runs);
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                work.records++;
                Stored stored = stored(topics.eventTopic(record.topic()).orElseThrow(), record);
                if (stored.event().id().equals(wanted.id())
                        && stored.event().tenant().equals(wanted.tenant())) {
                    return Checked.ok(Optional.of(stored));
                }
            }
            moved(runs);
        }
        return Checked.ok(Optional.empty());
    }

    Optional<Stored> at(String topic, int partition, long offset) {
        Work work = new Work();
        TopicPartition place = new TopicPartition(topics.events(topic), partition);
        if (!partitions(topic).contains(place)
                || offset < number(consumer.beginningOffsets(List.of(place)), place)
                || offset >= number(consumer.endOffsets(List.of(place)), place)) {
            return Optional.empty();
        }
        consumer.assign(List.of(place));
        consumer.resume(List.of(place));
        consumer.seek(place, offset);
        while (consumer.position(place) <= offset && !work.over()) {
            Iterator<ConsumerRecord<String, byte[]>> records =
                    consumer.poll(POLL).iterator();
            if (records.hasNext()) {
                return Optional.of(records.next())
                        .filter(record -> record.offset() == offset)
                        .map(record -> stored(topic, record));
            }
        }
        return Optional.empty();
    }

    private void begin(Map<TopicPartition, PartitionRun> runs) {
        consumer.assign(runs.keySet());
        runs.forEach((partition, run) -> consumer.seek(partition, run.position()));
    }

    private void look(
            Map<TopicPartition, PartitionRun> runs,
            String topic,
            Query query,
            Work work,
            BiConsumer<PartitionRun, Stored> found) {
        steer(runs);
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            work.records++;
            PartitionRun run = runs.get(new TopicPartition(record.topic(), record.partition()));
            if (run != null && run.reaches(record.offset())) {
                Stored stored = stored(topic, record);
                if (means(query, stored)) {
                    found.accept(run, stored);
                }
            }
        }
        moved(runs);
    }

    /** Partitions that have something to show, or nothing more, are not read further for now. */
    private void steer(Map<TopicPartition, PartitionRun> runs) {
        runs.forEach((partition, run) -> {
            if (run.waiting() || run.ended()) {
                consumer.pause(List.of(partition));
            } else {
                consumer.resume(List.of(partition));
            }
        });
    }

    private void moved(Map<TopicPartition, PartitionRun> runs) {
        runs.forEach((partition, run) -> run.moved(consumer.position(partition)));
    }

    /** The run with the earliest event; none while another one might have an earlier one, unless there is no time to look. */
    private static Optional<PartitionRun> first(Map<TopicPartition, PartitionRun> runs, boolean over) {
        boolean open = runs.values().stream().anyMatch(run -> !run.waiting() && !run.ended());
        return open && !over
                ? Optional.empty()
                : runs.values().stream()
                        .filter(PartitionRun::waiting)
                        .min(Comparator.comparing(
                                        (PartitionRun run) -> run.head().at())
                                .thenComparing(run -> run.head().partition()));
    }

    private static Optional<Marks> rest(Map<TopicPartition, PartitionRun> runs) {
        if (ended(runs)) {
            return Optional.empty();
        }
        Map<Integer, Long> marks = new TreeMap<>();
        runs.forEach((partition, run) -> marks.put(partition.partition(), run.mark()));
        return Optional.of(new Marks(marks));
    }

    private static boolean ended(Map<TopicPartition, PartitionRun> runs) {
        return runs.values().stream().allMatch(PartitionRun::ended);
    }

    private static long waitingBytes(Map<TopicPartition, PartitionRun> runs) {
        return runs.values().stream().mapToLong(PartitionRun::waitingBytes).sum();
    }

    private static boolean means(Query query, Stored stored) {
        return stored.event().tenant().equals(query.tenant())
                && query.from().map(from -> !stored.at().isBefore(from)).orElse(true)
                && query.to().map(stored.at()::isBefore).orElse(true)
                && query.type()
                        .map(type -> TypePattern.matches(type, stored.event().type()))
                        .orElse(true);
    }

    private static Stored stored(String topic, ConsumerRecord<String, byte[]> record) {
        return new Stored(
                EventHeaders.fromRecord(topic, record),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()));
    }

    /** From the mark, else from the first record of the time; up to what is there now, or to where the time is surely over. */
    private Map<TopicPartition, PartitionRun> runs(String topic, Query query, Optional<Marks> from) {
        List<TopicPartition> all = partitions(topic);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(all);
        Map<TopicPartition, Long> ends = consumer.endOffsets(all);
        Map<TopicPartition, Long> starts =
                query.from().map(time -> offsets(all, time, ends)).orElse(begins);
        Map<TopicPartition, Long> stops =
                query.to().map(time -> offsets(all, time.plus(SKEW), ends)).orElse(ends);
        return all.stream().collect(Collectors.toMap(partition -> partition, partition -> {
            long mark = from.map(marks -> marks.of(partition.partition()))
                    .filter(found -> found.isPresent())
                    .map(found -> found.getAsLong())
                    .orElseGet(() -> number(starts, partition));
            long end = Math.min(number(stops, partition), number(ends, partition));
            return new PartitionRun(Math.max(mark, number(begins, partition)), end);
        }));
    }

    /** The first offset at or after a time, else the end. */
    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, Instant time, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, Math.max(0, time.toEpochMilli())));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(partition -> offsets.put(
                partition,
                Optional.ofNullable(found.get(partition))
                        .map(OffsetAndTimestamp::offset)
                        .orElseGet(() -> number(ends, partition))));
        return offsets;
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topics.events(topic)).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private static long number(Map<TopicPartition, Long> numbers, TopicPartition partition) {
        return numbers.getOrDefault(partition, 0L);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
