package io.fanwire.dispatcher.consume;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A transactional producer of the model's broker, whose sends can be refused and whose commits can go unanswered. */
class ModelProducer extends MockProducer<byte[], byte[]> {
    final ModelProcess process;
    final ModelWorld world;
    private int epoch;
    private boolean refused;
    private boolean unanswered;

    ModelProducer(ModelProcess process, ModelWorld world) {
        super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        this.process = process;
        this.world = world;
    }

    @Override
    public void initTransactions() {
        process.talks();
        epoch = world.broker.init(process.slot, world.now);
    }

    @Override
    public void beginTransaction() {
        refused = false;
        process.talks();
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        process.talks();
        if (process.trouble.refusesNext()) {
            refused(record);
            return CompletableFuture.failedFuture(new KafkaException("refused"));
        }
        return append(record);
    }

    /** What becomes of a transaction with a record that the broker refuses: it cannot be committed. */
    void refused(ProducerRecord<byte[], byte[]> record) {
        refused = true;
    }

    Future<RecordMetadata> append(ProducerRecord<byte[], byte[]> record) {
        int number = Optional.ofNullable(record.partition()).orElse(0);
        TopicPartition partition = new TopicPartition(record.topic(), number);
        long offset = world.broker.append(process.slot, epoch, partition, record.value(), world.now);
        return CompletableFuture.completedFuture(new RecordMetadata(partition, offset, 0, 0, 0, 0));
    }

    @Override
    public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        process.talks();
        boolean fencedByGroup = !group.memberId().isEmpty();
        if (fencedByGroup && (process.trouble.staleNext() || !process.owns(offsets.keySet()))) {
            world.seen.fenced++;
            throw new CommitFailedException();
        }
        world.broker.offsets(process.slot, epoch, offsets, world.now);
    }

    @Override
    public void commitTransaction() {
        process.talks();
        if (refused) {
            throw new KafkaException("a record was refused");
        }
        if (process.trouble.commitUnknownNext()) {
            unanswered = true;
            if (world.random.nextBoolean()) {
                world.broker.end(process.slot, epoch, true, world.now);
            }
            throw new TimeoutException("no answer to a commit");
        }
        world.broker.end(process.slot, epoch, true, world.now);
        process.talks();
    }

    @Override
    public void abortTransaction() {
        if (unanswered) {
            throw new IllegalStateException("a commit is under way");
        }
        process.talks();
        world.broker.end(process.slot, epoch, false, world.now);
    }

    @Override
    public void close(Duration timeout) {
        // nothing is kept
    }
}
