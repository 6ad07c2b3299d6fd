package io.fanwire.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.fanwire.gateway.http.Checked;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Job;
import io.fanwire.schemas.JobProgress;
import io.fanwire.schemas.JobRecord;
import io.fanwire.schemas.JobRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaJobStoreTest {
    private static final String TOPIC = "jobs";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(10);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private AvroSerdes serdes;
    private KafkaJobStore store;
    private Instant now = NOW;

    @BeforeEach
    void anEmptyTopicIsThere() throws Exception {
        MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
        registry.register(TOPIC + "-value", new AvroSchema(io.fanwire.avro.JobRecord.getClassSchema()));
        serdes = new AvroSerdes(registry);
        Node[] none = {};
        consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, Node.noNode(), none, none)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));
        store = new KafkaJobStore(TOPIC, consumer, producer, serdes, Duration.ofDays(7), () -> now);
        store.start(LONG);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void aJobIsPromisedWhenTheBrokerHasItAndReadersSeeIt() {
        CompletableFuture<Checked<Job>> saved = store.save(request()).toCompletableFuture();

        while (!producer.completeNext()) {
            Thread.onSpinWait();
        }
        assertThat(saved).isNotDone();
        arrives(0, request());

        assertThat(saved).succeedsWithin(LONG);
        assertThat(store.find("job_1").orElseThrow().request()).isEqualTo(request());
        assertThat(store.running("acme")).isEqualTo(1);
    }

    @Test
    void aJobThatTheBrokerRefusesIsNotPromised() {
        CompletableFuture<Checked<Job>> saved = store.save(request()).toCompletableFuture();

        while (!producer.errorNext(new TimeoutException("away"))) {
            Thread.onSpinWait();
        }

        assertThat(saved).succeedsWithin(LONG);
        assertThat(saved.join().<String>fold(job -> "saved", problem -> problem.code()))
                .isEqualTo("unavailable");
    }

    @Test
    void whatEndedLongAgoIsTakenOutPartsFirst() {
        arrives(0, request());
        arrives(1, JobProgress.ended("job_1", 0, 1, Optional.empty(), NOW));
        now = NOW.plus(Duration.ofDays(6));
        awaitEnd();

        store.sweep();
        assertThat(producer.history()).isEmpty();

        now = NOW.plus(Duration.ofDays(8));
        store.sweep();
        assertThat(producer.history()).extracting(ProducerRecord::key).containsExactly("job_1/0", "job_1");
        assertThat(producer.history()).extracting(ProducerRecord::value).containsOnlyNulls();
    }

    private void awaitEnd() {
        while (store.find("job_1").filter(Job::finished).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private void arrives(long offset, JobRecord record) {
        byte[] value = serdes.jobs().serialize(TOPIC, record);
        consumer.schedulePollTask(
                () -> consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, offset, record.key(), value)));
    }

    private static JobRequest request() {
        return new JobRequest(
                "job_1",
                "acme",
                JobRequest.Kind.REDRIVE,
                List.of(0),
                JobRequest.Selector.EVERYTHING,
                Optional.empty(),
                NOW,
                false);
    }
}
