package io.fanwire.local.registry;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry's compacted topic: read whole into a state, written by one registry at a time. Owned by the registry
 * thread.
 *
 * <p>One transactional id makes the newest registry the only writer; an older one is fenced and goes on reading. A
 * write is done when the reader's position is past the offset the broker acknowledged. Reading "up to the end" would
 * not do: a commit returns before its marker is visible, so the end that a committed reader sees may still lie before
 * the record, and the next write would decide on a state without it.
 */
final class RegistryTopic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryTopic.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TopicPartition partition;
    private final RegistryClients clients;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> reader;
    private final RegistryState state;
    private Optional<KafkaProducer<byte[], byte[]>> writer;
    private Optional<String> noMoreWrites = Optional.empty();
    private Optional<String> noMoreReads = Optional.empty();

    private RegistryTopic(RegistryClients clients, String topic, RegistryState state) {
        this.clients = clients;
        this.partition = new TopicPartition(topic, 0);
        this.state = state;
        this.admin = clients.admin();
        this.reader = clients.reader();
        this.writer = Optional.empty();
    }

    /** Creates the topic if needed, fences an older writer and reads everything into the state. */
    static RegistryTopic open(String bootstrap, String topic, RegistryState state) {
        RegistryTopic opened = new RegistryTopic(new RegistryClients(bootstrap), topic, state);
        try {
            RegistryTopicPolicy.ensure(opened.admin, topic);
            opened.reader.assign(List.of(opened.partition));
            opened.reader.seekToBeginning(List.of(opened.partition));
            opened.writer();
            opened.readToEnd();
            return opened;
        } catch (RegistryException e) {
            opened.close();
            throw e;
        } catch (KafkaException e) {
            opened.close();
            throw RegistryException.store("the registry's topic " + topic + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Applies what has arrived, without waiting: what others wrote once this registry is fenced. */
    void readArrived() {
        apply(Duration.ZERO);
    }

    /** Applies everything there is now. */
    void readToEnd() {
        long end = RegistryTopicPolicy.end(admin, partition);
        readPast(end - 1);
    }

    /** Writes the records in one transaction and returns when the state has them. */
    void append(List<RegistryRecord> records) {
        long offset;
        try {
            offset = commit(writer(), records);
        } catch (KafkaException | ExecutionException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(e);
        }
        readPast(offset);
    }

    @Override
    public void close() {
        dropWriter();
        // No group to leave, and nothing to wait for: without this a pending fetch is waited for.
        reader.close(CloseOptions.timeout(Duration.ZERO));
        admin.close();
    }

    private KafkaProducer<byte[], byte[]> writer() {
        noMoreWrites.ifPresent(why -> {
            throw RegistryException.store(why);
        });
        return writer.orElseGet(() -> {
            KafkaProducer<byte[], byte[]> fresh = clients.writer(partition.topic() + ".registry");
            writer = Optional.of(fresh);
            try {
                fresh.initTransactions();
            } catch (KafkaException e) {
                dropWriter();
                throw e;
            }
            return fresh;
        });
    }

    private long commit(KafkaProducer<byte[], byte[]> producer, List<RegistryRecord> records)
            throws ExecutionException, InterruptedException {
        producer.beginTransaction();
        long offset = -1;
        List<Future<RecordMetadata>> sent =
                records.stream().map(record -> producer.send(encoded(record))).toList();
        for (Future<RecordMetadata> each : sent) {
            offset = Math.max(offset, each.get().offset());
        }
        producer.commitTransaction();
        return offset;
    }

    private ProducerRecord<byte[], byte[]> encoded(RegistryRecord record) {
        return new ProducerRecord<>(
                partition.topic(),
                partition.partition(),
                RegistryCodec.key(record),
                RegistryCodec.value(record).orElse(null));
    }

    /** A fenced writer never comes back; any other is replaced by the next write, which first ends what it left open. */
    private RegistryException failed(Exception failure) {
        dropWriter();
        boolean fenced = Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause ->
                        cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException);
        if (fenced) {
            String why = "another registry has taken over " + partition.topic() + ": this one only reads";
            LOG.atWarn().addKeyValue("topic", partition.topic()).log("registry fenced, it only reads from now on");
            noMoreWrites = Optional.of(why);
            return RegistryException.store(why, failure);
        }
        return RegistryException.store("the schema store did not take the record: " + failure.getMessage(), failure);
    }

    private void dropWriter() {
        writer.ifPresent(producer -> producer.close(Duration.ZERO));
        writer = Optional.empty();
    }

    private void readPast(long offset) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (reader.position(partition) <= offset) {
            if (System.nanoTime() - deadline > 0) {
                throw RegistryException.timeout("the schema store did not show offset " + offset + " of "
                        + partition.topic() + " within " + PATIENCE.toSeconds() + " s");
            }
            apply(Duration.ofMillis(100));
        }
    }

    private void apply(Duration wait) {
        noMoreReads.ifPresent(why -> {
            throw RegistryException.store(why);
        });
        for (ConsumerRecord<byte[], byte[]> each : reader.poll(wait)) {
            try {
                RegistryCodec.decode(each.key() == null ? new byte[0] : each.key(), Optional.ofNullable(each.value()))
                        .applyTo(state);
            } catch (IllegalArgumentException e) {
                String why = "the record at offset " + each.offset() + " of " + partition.topic() + " cannot be read: "
                        + e.getMessage();
                noMoreReads = Optional.of(why);
                throw RegistryException.store(why, e);
            }
        }
    }
}
