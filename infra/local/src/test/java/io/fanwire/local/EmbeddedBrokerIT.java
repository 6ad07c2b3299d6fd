package io.fanwire.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded broker, through genuine clients. */
class EmbeddedBrokerIT {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    @TempDir
    private Path temp;

    @Test
    void topicsRecordsAndCommittedOffsetsSurviveARestartOnOtherPorts() throws Exception {
        Path folder = temp.resolve("kafka");
        int firstPort;
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            firstPort = broker.port();
            createOrders(broker);
            send(broker, Map.of(), "one", "two");
            try (KafkaConsumer<String, String> consumer = consumer(broker, Map.of("group.id", "readers"))) {
                consumer.assign(List.of(ORDERS));
                consumer.commitSync(Map.of(ORDERS, new OffsetAndMetadata(1, "note")));
            }
        }

        try (ServerSocket keepsTheOldPort = new ServerSocket(firstPort, 1, InetAddress.getLoopbackAddress());
                EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
                KafkaConsumer<String, String> consumer = consumer(broker, Map.of("group.id", "readers"))) {
            assertThat(broker.port()).isNotEqualTo(keepsTheOldPort.getLocalPort());
            assertThat(consumer.committed(Set.of(ORDERS))).containsEntry(ORDERS, new OffsetAndMetadata(1, "note"));
            consumer.assign(List.of(ORDERS));
            assertThat(read(consumer, 1)).containsExactly("two");
        }
    }

    @Test
    void aBrokerThatNeverSignedOffHasASuccessorWhateverItsFolderSays() throws Exception {
        Path folder = temp.resolve("kafka");
        Path copy = temp.resolve("copy");
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            createOrders(broker);
            FolderCopy.of(folder, copy);
        }
        Files.writeString(copy.resolve(".kafka_cleanshutdown"), "{\"version\":0,\"brokerEpoch\":1}");

        try (EmbeddedBroker broker = EmbeddedBroker.start(copy, 0)) {
            send(broker, Map.of(), "one");
        }
    }

    @Test
    void aBusyPortIsAClearErrorAndLeavesTheFolderFree() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedBroker.start(temp, taken.getLocalPort()))
                    .isInstanceOf(EmbeddedBrokerException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " on 127.0.0.1 is not free");
        }

        EmbeddedBroker.start(temp, 0).close();
    }

    @Test
    void aSecondBrokerOnTheSameFolderIsRefusedAndTheFirstLivesOn() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(temp, 0)) {
            assertThatThrownBy(() -> EmbeddedBroker.start(temp, 0))
                    .isInstanceOf(EmbeddedBrokerException.class)
                    .hasMessageContaining(temp.toString())
                    .hasMessageContaining("in use by another broker");

            assertThat(broker.alive()).isTrue();
            createOrders(broker);
        }
    }

    @Test
    void closingTwiceIsClosingOnce() {
        EmbeddedBroker broker = EmbeddedBroker.start(temp, 0);

        broker.close();
        broker.close();

        assertThat(broker.alive()).isFalse();
    }

    @Test
    void theConsumerProtocolTakesTheRangeAssignorAndAStaticMember() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(temp, 0)) {
            createOrders(broker);
            send(broker, Map.of(), "one");
            Map<String, String> settings = Map.of(
                    "group.id", "dispatchers",
                    "group.protocol", "consumer",
                    "group.remote.assignor", "range",
                    "group.instance.id", "dispatcher-0");

            for (int restart = 0; restart < 2; restart++) {
                try (KafkaConsumer<String, String> consumer = consumer(broker, settings)) {
                    consumer.subscribe(List.of("orders"));
                    assertThat(read(consumer, 1)).containsExactly("one");
                }
            }
        }
    }

    @Test
    void aTransactionIsReadWholeOrNotAtAll() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(temp, 0);
                KafkaConsumer<String, String> consumer =
                        consumer(broker, Map.of("isolation.level", "read_committed"))) {
            createOrders(broker);
            try (KafkaProducer<String, String> producer = producer(broker, Map.of("transactional.id", "t"))) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("orders", "aborted")).get();
                producer.abortTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("orders", "committed")).get();
                producer.commitTransaction();
            }

            consumer.assign(List.of(ORDERS));
            assertThat(read(consumer, 1)).containsExactly("committed");
        }
    }

    @Test
    void aRecordOfTwoMebibytesFitsAndAnUnknownTopicIsNotMadeUp() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(temp, 0)) {
            createOrders(broker);
            send(broker, Map.of("max.request.size", Integer.toString(3 << 20)), "x".repeat(2 << 20));

            try (Admin admin = admin(broker)) {
                assertThat(admin.listTopics().names().get()).containsExactly("orders");
            }
        }
    }

    @Test
    void aBrokerWhoseFolderVanishesReportsItAndTheJvmLives() throws Exception {
        Path folder = temp.resolve("kafka");
        List<String> wishes = new ArrayList<>();
        CountDownLatch told = new CountDownLatch(1);
        EmbeddedBroker broker = EmbeddedBroker.start(folder, 0, wish -> {
            wishes.add(wish);
            told.countDown();
        });
        createOrders(broker);

        Files.move(folder, temp.resolve("elsewhere"));
        try (Admin admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic("payments", Optional.of(1), Optional.empty())));
            assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(wishes).singleElement().asString().contains("wanted to");
        assertThat(broker.alive()).isFalse();
        broker.close();
    }

    private static void createOrders(EmbeddedBroker broker) throws Exception {
        try (Admin admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static void send(EmbeddedBroker broker, Map<String, String> settings, String... values) throws Exception {
        try (KafkaProducer<String, String> producer = producer(broker, settings)) {
            for (String value : values) {
                producer.send(new ProducerRecord<>("orders", value)).get();
            }
        }
    }

    private static List<String> read(KafkaConsumer<String, String> consumer, int count) {
        List<String> values = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30)).pollDelay(Duration.ZERO).until(() -> {
            for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(100))) {
                values.add(each.value());
            }
            return values.size() >= count;
        });
        return values;
    }

    private static Admin admin(EmbeddedBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
    }

    private static KafkaConsumer<String, String> consumer(EmbeddedBroker broker, Map<String, String> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", broker.bootstrap());
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    private static KafkaProducer<String, String> producer(EmbeddedBroker broker, Map<String, String> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", broker.bootstrap());
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }
}
