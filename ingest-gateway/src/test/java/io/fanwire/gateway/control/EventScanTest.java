package io.fanwire.gateway.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.expressions.ExpressionException;
import io.fanwire.expressions.Filter;
import io.fanwire.gateway.control.EventHistory.Page;
import io.fanwire.gateway.control.EventHistory.Query;
import io.fanwire.gateway.control.EventHistory.Stored;
import io.fanwire.gateway.control.EventHistory.Trial;
import io.fanwire.gateway.control.EventHistory.Wanted;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A consumer in memory whose records are laid down before each call. */
class EventScanTest {
    private static final EventScan.Bounds ROOMY = new EventScan.Bounds(Duration.ofMinutes(1), 1_000_000, 1 << 30);
    private static final Topics TOPICS = new Topics(TopicSettings.local("fw."));
    private static final String KAFKA_TOPIC = TOPICS.events("orders");

    private final Map<Integer, List<ConsumerRecord<String, byte[]>>> log = new HashMap<>();
    private int pollsAtMost = 500;

    @Test
    void aPageHasTheEarliestOfAllPartitions() {
        lay(0, "acme", 1, 4, 9);
        lay(1, "acme", 2, 3, 8);

        Page page = page(ROOMY, Optional.empty(), 4);

        assertThat(page.events().stream().map(stored -> stored.at().toEpochMilli()))
                .containsExactly(1L, 2L, 3L, 4L);
        assertThat(page.next()).contains(new Marks(Map.of(0, 2L, 1, 2L, 2, 0L, 3, 0L)));
    }

    @Test
    void othersEventsAreReadOverAndTheListEnds() {
        lay(0, "other", 1, 2);
        lay(1, "acme", 5);
        lay(1, "other", 6);

        Page page = page(ROOMY, Optional.empty(), 2);

        assertThat(page.events()).hasSize(1);
        assertThat(page.next()).isEmpty();
    }

    /** Whatever the bounds, no event is shown twice or never, and a partition's own order stays. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void pagesTogetherHaveEveryEventOnce(long seed) {
        Random random = new Random(seed);
        for (int partition = 0; partition < 4; partition++) {
            for (int i = random.nextInt(40); i > 0; i--) {
                lay(partition, random.nextBoolean() ? "acme" : "other", random.nextInt(1000));
            }
        }
        pollsAtMost = 1 + random.nextInt(5);
        EventScan.Bounds bounds = new EventScan.Bounds(
                Duration.ofMinutes(1), random.nextBoolean() ? random.nextInt(6) : 1000, random.nextInt(4000));
        int limit = 1 + random.nextInt(7);

        List<Stored> shown = new ArrayList<>();
        Optional<Marks> next = Optional.empty();
        int pages = 0;
        do {
            Page page = page(bounds, next, limit);
            assertThat(page.events().size()).isLessThanOrEqualTo(limit);
            shown.addAll(page.events());
            next = page.next().map(marks -> Marks.parse(marks.toString()).orElseThrow());
            assertThat(pages++).as("seed " + seed + ": it goes on").isLessThan(2000);
        } while (next.isPresent());

        log.forEach((partition, records) -> {
            List<Long> mine = new ArrayList<>();
            for (ConsumerRecord<String, byte[]> record : records) {
                if (new String(record.headers().lastHeader("ce_tenant").value(), UTF_8).equals("acme")) {
                    mine.add(record.offset());
                }
            }
            assertThat(shown.stream()
                            .filter(stored -> stored.partition() == partition)
                            .map(Stored::offset))
                    .as("seed " + seed)
                    .containsExactlyElementsOf(mine);
        });
    }

    @Test
    void whatComesInWhileAPageIsReadIsPartOfTheNext() {
        lay(0, "acme", 1, 2);
        MockConsumer<String, byte[]> consumer = consumer();
        lay(0, "acme", 3);

        Page page = new EventScan(TOPICS, consumer, ROOMY).page("orders", all(), Optional.empty(), 1);
        Page rest = page(ROOMY, page.next(), 10);

        assertThat(rest.events()).extracting(Stored::offset).containsExactly(1L, 2L);
    }

    @Test
    void anIdIsFoundOrNotOrThereIsTooMuchToLookThrough() {
        lay(0, "other", 1);
        lay(1, "acme", 1, 2);
        Wanted mine = new Wanted("acme", "orders-1-1", Instant.EPOCH, Optional.empty());
        Wanted theirs = new Wanted("acme", "orders-0-0", Instant.EPOCH, Optional.empty());

        assertThat(find(mine, ROOMY)).isEqualTo("1:1");
        assertThat(find(theirs, ROOMY)).isEqualTo("none");
        pollsAtMost = 1;
        assertThat(find(theirs, new EventScan.Bounds(Duration.ofMinutes(1), 0, 1)))
                .isEqualTo("search_too_large");
    }

    /** A filter's count over a topic is that of looking at every event. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aTrialCountsWhatLookingAtEachWould(long seed) throws ExpressionException {
        Random random = new Random(seed);
        long looked = 0;
        List<Long> matched = new ArrayList<>();
        for (int partition = 0; partition < 4; partition++) {
            for (int i = random.nextInt(60); i > 0; i--) {
                int at = random.nextInt(1000);
                boolean mine = random.nextBoolean();
                lay(partition, mine ? "acme" : "other", at);
                looked += mine && at >= 200 ? 1 : 0;
                if (mine && at >= 600) {
                    matched.add((long) at);
                }
            }
        }
        Filter filter = Filter.of("timestamp(event.time) >= timestamp('1970-01-01T00:00:00.600Z')");
        Query query = new Query("acme", Optional.of(Instant.ofEpochMilli(200)), Optional.empty(), Optional.empty());

        Trial trial = scan(ROOMY).trial("orders", query, new TrialCount(Optional.of(filter)), () -> false);

        matched.sort(Comparator.reverseOrder());
        assertThat(trial.looked()).as("seed " + seed).isEqualTo(looked);
        assertThat(trial.matched()).isEqualTo(matched.size());
        assertThat(trial.failed()).isZero();
        assertThat(trial.complete()).isTrue();
        assertThat(trial.examples().stream().map(stored -> stored.at().toEpochMilli()))
                .containsExactlyElementsOf(matched.subList(0, Math.min(5, matched.size())));
    }

    @Test
    void aTrialThatNobodyWaitsForEnds() throws ExpressionException {
        lay(0, "acme", 1, 2, 3);

        Trial trial = scan(ROOMY).trial("orders", all(), new TrialCount(Optional.of(Filter.of("true"))), () -> true);

        assertThat(trial.complete()).isFalse();
        assertThat(trial.looked()).isZero();
    }

    @Test
    void whatThereIsNoTimeForIsNotCounted() throws ExpressionException {
        lay(0, "acme", 1, 2, 3);
        Stored stored =
                scan(ROOMY).page("orders", all(), Optional.empty(), 1).events().get(0);
        TrialCount count = new TrialCount(Optional.of(Filter.of("true")));

        count.add(stored, false);
        assertThat(count.ended(true).complete()).isTrue();
        count.add(stored, true);

        assertThat(count.ended(true).complete()).isFalse();
        assertThat(count.ended(true).looked()).isEqualTo(1);
    }

    @Test
    void aTrialThatIsCutOffSaysSo() throws ExpressionException {
        lay(0, "acme", 1, 2, 3);
        pollsAtMost = 1;

        Trial trial = scan(new EventScan.Bounds(Duration.ofMinutes(1), 0, 1))
                .trial("orders", all(), new TrialCount(Optional.of(Filter.of("event.n == 1"))), () -> false);

        assertThat(trial.complete()).isFalse();
        assertThat(trial.looked()).isEqualTo(1);
        assertThat(trial.failed()).isEqualTo(1);
    }

    @Test
    void aPlaceHasWhatLiesThere() {
        lay(0, "acme", 1, 2);

        assertThat(scan(ROOMY).at("orders", 0, 1)).map(Stored::offset).contains(1L);
        assertThat(scan(ROOMY).at("orders", 0, 2)).isEmpty();
        assertThat(scan(ROOMY).at("orders", 7, 0)).isEmpty();
    }

    private String find(Wanted wanted, EventScan.Bounds bounds) {
        return scan(bounds)
                .find(List.of("orders"), wanted)
                .fold(
                        found -> found.map(stored -> stored.partition() + ":" + stored.offset())
                                .orElse("none"),
                        problem -> problem.code());
    }

    private Page page(EventScan.Bounds bounds, Optional<Marks> from, int limit) {
        return scan(bounds).page("orders", all(), from, limit);
    }

    private static Query all() {
        return new Query("acme", Optional.empty(), Optional.empty(), Optional.empty());
    }

    private EventScan scan(EventScan.Bounds bounds) {
        return new EventScan(TOPICS, consumer(), bounds);
    }

    /** Ends are where they are now; records that are laid later are beyond. */
    private MockConsumer<String, byte[]> consumer() {
        MockConsumer<String, byte[]> consumer = new ByTime();
        Node[] none = {};
        List<PartitionInfo> partitions = new ArrayList<>();
        Map<TopicPartition, Long> begins = new HashMap<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (int partition = 0; partition < 4; partition++) {
            partitions.add(new PartitionInfo(KAFKA_TOPIC, partition, Node.noNode(), none, none));
            begins.put(new TopicPartition(KAFKA_TOPIC, partition), 0L);
            ends.put(new TopicPartition(KAFKA_TOPIC, partition), (long)
                    log.getOrDefault(partition, List.of()).size());
        }
        consumer.updatePartitions(KAFKA_TOPIC, partitions);
        consumer.updateBeginningOffsets(begins);
        consumer.updateEndOffsets(ends);
        consumer.setMaxPollRecords(pollsAtMost);
        consumer.schedulePollTask(() -> consumer.assignment()
                .forEach(partition -> log.getOrDefault(partition.partition(), List.of()).stream()
                        .filter(record -> record.offset() >= consumer.position(partition))
                        .forEach(consumer::addRecord)));
        return consumer;
    }

    /** What the one it is made of cannot say: here every time is at the beginning. */
    private static final class ByTime extends MockConsumer<String, byte[]> {
        ByTime() {
            super("earliest");
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
            times.forEach((partition, time) -> found.put(partition, new OffsetAndTimestamp(0, Math.max(0, time))));
            return found;
        }
    }

    private void lay(int partition, String tenant, long... times) {
        List<ConsumerRecord<String, byte[]>> records = log.computeIfAbsent(partition, none -> new ArrayList<>());
        for (long time : times) {
            RecordHeaders headers = new RecordHeaders();
            headers.add("ce_tenant", tenant.getBytes(UTF_8));
            records.add(new ConsumerRecord<>(
                    KAFKA_TOPIC,
                    partition,
                    records.size(),
                    time,
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    "k",
                    "{}".getBytes(UTF_8),
                    headers,
                    Optional.empty()));
        }
    }
}
