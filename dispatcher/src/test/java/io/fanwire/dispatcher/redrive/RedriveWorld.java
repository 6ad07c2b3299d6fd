package io.fanwire.dispatcher.redrive;

import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.consume.Committed;
import io.fanwire.dispatcher.consume.Outbox;
import io.fanwire.dispatcher.fixture.MockSerdes;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.dispatcher.jobs.Jobs;
import io.fanwire.dispatcher.jobs.Offsets;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.ErrorHeaders;
import io.fanwire.schemas.JobRecord;
import io.fanwire.schemas.JobRequest;
import io.fanwire.schemas.JobTable;
import io.fanwire.schemas.Subscription.RateLimit;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Dead letters, jobs and deliveries in memory; what is not committed is gone when the runner is killed. */
final class RedriveWorld {
    static final Topics TOPICS = new Topics(TopicSettings.local("fanwire."));

    final Map<SubscriptionKey, Lookup> lookups = new HashMap<>();
    final List<Delivery> copies = new ArrayList<>();
    Instant now = NOW;
    JobTable table = new JobTable();
    RedriveRunner runner;
    private final AvroSerdes serdes = MockSerdes.of(TOPICS);
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> log = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Map<String, ConsumerRecord<String, byte[]>> jobs = new HashMap<>();
    private final List<List<ProducerRecord<byte[], byte[]>>> pending = new ArrayList<>();
    private final int most;
    private int made;

    /**
     * One runner, nothing to do.
     *
     * @param most dead letters that one poll gives
     */
    RedriveWorld(int most) {
        this.most = most;
        this.runner = newRunner();
    }

    private RedriveRunner newRunner() {
        JobTable present = table;
        Jobs known = new Jobs() {
            @Override
            public JobTable table() {
                return present;
            }

            @Override
            public CompletionStage<Void> current(int partition) {
                return CompletableFuture.completedFuture(null);
            }
        };
        Offsets offsets = new Offsets() {
            @Override
            public CompletionStage<Long> earliest(TopicPartition partition) {
                return CompletableFuture.completedFuture(0L);
            }

            @Override
            public CompletionStage<Long> latest(TopicPartition partition, IsolationLevel isolation) {
                return CompletableFuture.completedFuture(ends.getOrDefault(partition, 0L));
            }
        };
        return new RedriveRunner(
                TOPICS,
                serdes,
                known,
                offsets,
                (key, position) ->
                        lookups.getOrDefault(key, new Lookup.Found(Samples.callback(Samples.subscription()))),
                () -> new LetterConsumer(log, ends, most));
    }

    /** Appends a dead letter; {@code gap} offsets before it belong to nobody. */
    void letter(int partition, String id, SubscriptionKey subscription, String reason, int gap) {
        Delivery delivery = Samples.delivery(id, subscription).with(new Delivery.Progress(3, NOW, 0, NOW).end());
        ErrorHeaders why = new ErrorHeaders(
                reason,
                Optional.of(503),
                Optional.empty(),
                3,
                NOW,
                NOW,
                TOPICS.deliveries(),
                partition,
                1,
                Optional.empty());
        append(partition, serdes.deliveries().serialize(TOPICS.deadLetters(), delivery), why, gap);
    }

    void garbage(int partition) {
        ErrorHeaders why =
                new ErrorHeaders("x", Optional.empty(), Optional.empty(), 0, NOW, NOW, "t", 0, 0, Optional.empty());
        append(partition, new byte[] {1, 2, 3}, why, 0);
    }

    private void append(int partition, byte[] value, ErrorHeaders why, int gap) {
        TopicPartition letters = new TopicPartition(TOPICS.deadLetters(), partition);
        long offset = ends.getOrDefault(letters, 0L) + gap;
        ends.put(letters, offset + 1);
        log.computeIfAbsent(letters, p -> new ArrayList<>())
                .add(new ConsumerRecord<>(
                        letters.topic(),
                        partition,
                        offset,
                        NOW.toEpochMilli(),
                        TimestampType.CREATE_TIME,
                        0,
                        value.length,
                        new byte[0],
                        value,
                        new RecordHeaders(why.toHeaders()),
                        Optional.empty()));
    }

    /** Asks for a job of these partitions. */
    JobRequest ask(JobRequest.Selector selector, Optional<RateLimit> rate, Integer... partitions) {
        JobRequest request = new JobRequest(
                "job_" + made++,
                Samples.KEY.tenant(),
                JobRequest.Kind.REDRIVE,
                List.of(partitions),
                selector,
                rate,
                now,
                false);
        put(request);
        return request;
    }

    void put(JobRecord record) {
        table.put(record);
        jobs.put(record.key(), jobRecord(record.key(), serdes.jobs().serialize(TOPICS.jobs(), record)));
    }

    private static ConsumerRecord<String, byte[]> jobRecord(String key, byte[] value) {
        return new ConsumerRecord<>(TOPICS.jobs(), 0, 0, key, value);
    }

    /** One turn of the worker, a tenth of a second, and a commit. */
    void turn() {
        turnWithoutCommit();
        commit();
    }

    void turnWithoutCommit() {
        now = now.plus(Duration.ofMillis(100));
        runner.turn(now, new Outbox() {
            @Override
            public boolean room() {
                return pending.size() < 3;
            }

            @Override
            public boolean add(int partition, List<ProducerRecord<byte[], byte[]>> records, Committed then) {
                pending.add(records);
                return true;
            }
        });
    }

    void commit() {
        for (List<ProducerRecord<byte[], byte[]>> effect : pending) {
            effect.forEach(this::durable);
        }
        pending.clear();
    }

    private void durable(ProducerRecord<byte[], byte[]> record) {
        if (record.topic().equals(TOPICS.deliveries())) {
            copies.add(serdes.deliveries().deserialize(record.topic(), record.value()));
            return;
        }
        String key = new String(record.key(), UTF_8);
        if (record.value() == null) {
            jobs.remove(key);
            table.remove(key);
        } else {
            jobs.put(key, jobRecord(key, record.value()));
            table.put(serdes.jobs().deserialize(TOPICS.jobs(), record.value()));
        }
    }

    /** The process dies; another one knows what is durable, and owns these partitions. */
    void kill(int... partitions) {
        pending.clear();
        table = new JobTable();
        jobs.values().forEach(record -> table.put(serdes.jobs().deserialize(TOPICS.jobs(), record.value())));
        runner = newRunner();
        for (int partition : partitions) {
            runner.assigned(partition);
        }
    }

    /** Turns until every job has ended. */
    void finish() {
        for (int i = 0; i < 10_000; i++) {
            if (table.all().stream().allMatch(job -> job.finished())) {
                return;
            }
            turn();
        }
        throw new AssertionError("jobs do not end: " + table.all());
    }
}
