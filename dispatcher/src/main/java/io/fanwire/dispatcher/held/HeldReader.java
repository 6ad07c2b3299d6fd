package io.fanwire.dispatcher.held;

import io.fanwire.dispatcher.consume.HeldReading;
import io.fanwire.dispatcher.consume.SideConsumer;
import io.fanwire.dispatcher.jobs.Offsets;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.RegistryUnavailableException;
import io.fanwire.schemas.Topics;
import io.fanwire.schemas.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads held deliveries with a consumer without a group, which is never waited for. What is passed on the way to a record that was asked
 * for is remembered for a while, since it is mostly asked for next. Owned by the worker thread.
 */
public final class HeldReader implements HeldReading {
    private static final Logger log = LoggerFactory.getLogger(HeldReader.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Topics topics;
    private final Marks marks;
    private final Offsets offsets;
    private final RecordSerde<Delivery, ?> deliveries;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Map<Integer, HeldPartition> numbers = new TreeMap<>();
    private final Passed passed = new Passed();
    private Optional<Consumer<byte[], byte[]>> consumer = Optional.empty();
    private Instant next = Instant.MIN;

    HeldReader(
            Topics topics,
            Marks marks,
            Offsets offsets,
            RecordSerde<Delivery, ?> deliveries,
            Supplier<Consumer<byte[], byte[]>> consumers) {
        this.topics = topics;
        this.marks = marks;
        this.offsets = offsets;
        this.deliveries = deliveries;
        this.consumers = consumers;
    }

    public static HeldReader of(Cluster cluster, Topics topics, Marks marks, Offsets offsets, AvroSerdes serdes) {
        return new HeldReader(topics, marks, offsets, serdes.deliveries(), () -> SideConsumer.of(cluster, "held"));
    }

    @Override
    public void assigned(int partition, Finder finder) {
        numbers.put(partition, new HeldPartition(finder, ask(partition)));
    }

    private CompletableFuture<Long> ask(int partition) {
        return marks.current(partition)
                .thenCombine(
                        offsets.latest(new TopicPartition(topics.held(), partition), IsolationLevel.READ_UNCOMMITTED),
                        (known, end) -> end)
                .toCompletableFuture();
    }

    @Override
    public void revoked(int partition) {
        numbers.remove(partition);
        passed.forget(partition);
        if (numbers.isEmpty()) {
            consumer.ifPresent(open -> open.close(CloseOptions.timeout(Duration.ZERO)));
            consumer = Optional.empty();
        }
    }

    @Override
    public void fetch(int partition, long offset) {
        Optional.ofNullable(numbers.get(partition)).ifPresent(reading -> reading.want(offset));
    }

    @Override
    public boolean busy() {
        return numbers.values().stream().anyMatch(HeldPartition::busy);
    }

    @Override
    public void turn(Instant now) {
        if (now.isBefore(next)) {
            return;
        }
        try {
            List.copyOf(numbers.entrySet()).forEach(entry -> begin(entry.getKey(), entry.getValue(), now));
            numbers.forEach((partition, reading) -> reading.wanted()
                    .forEach(offset -> passed.take(partition, offset).ifPresent(body -> reading.known(offset, body))));
            read();
        } catch (KafkaException | RegistryUnavailableException failed) {
            next = now.plus(AGAIN);
            log.atWarn().addKeyValue("error", failed.toString()).log("held deliveries cannot be read for now");
        }
    }

    private void begin(int partition, HeldPartition reading, Instant now) {
        if (reading.failed()) {
            reading.ask(ask(partition));
            next = now.plus(AGAIN);
        }
        reading.begin(() -> marks.marks(partition));
    }

    private void read() {
        Set<TopicPartition> wanted = new HashSet<>();
        numbers.forEach((partition, reading) -> {
            if (reading.reads()) {
                wanted.add(new TopicPartition(topics.held(), partition));
            }
        });
        if (wanted.isEmpty()) {
            return;
        }
        Consumer<byte[], byte[]> open = consumer.orElseGet(consumers);
        consumer = Optional.of(open);
        if (!open.assignment().equals(wanted)) {
            open.assign(wanted);
            wanted.forEach(partition -> open.seek(partition, reading(partition).position()));
        }
        for (TopicPartition partition : wanted) {
            long position = reading(partition).position();
            if (open.position(partition, Duration.ZERO) != position) {
                open.seek(partition, position);
            }
        }
        ConsumerRecords<byte[], byte[]> polled = open.poll(Duration.ZERO);
        for (TopicPartition partition : wanted) {
            HeldPartition reading = reading(partition);
            polled.records(partition).forEach(record -> take(reading, record));
            reading.readTo(open.position(partition, Duration.ZERO));
        }
    }

    private HeldPartition reading(TopicPartition partition) {
        return Optional.ofNullable(numbers.get(partition.partition())).orElseThrow();
    }

    /** Nobody but a dispatcher writes there; what cannot be read is passed over, so that those behind it go on. */
    private void take(HeldPartition reading, ConsumerRecord<byte[], byte[]> record) {
        Optional<Body> body = Optional.empty();
        try {
            Delivery delivery = deliveries.deserialize(record.topic(), record.value());
            body = Optional.of(new Body(delivery, Instant.ofEpochMilli(record.timestamp())));
        } catch (UnreadableRecordException unreadable) {
            log.atError()
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("error", unreadable.getMessage())
                    .log("a held delivery cannot be read, and is passed over");
        }
        if (!reading.take(record.offset(), body)) {
            body.ifPresent(there -> passed.put(record.partition(), record.offset(), there, record.value().length));
        }
    }
}
