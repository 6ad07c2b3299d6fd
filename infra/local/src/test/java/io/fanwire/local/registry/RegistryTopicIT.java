package io.fanwire.local.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanwire.local.kafka.TestKafka;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What the registry refuses to start on. */
class RegistryTopicIT {
    private final String topic = TestKafka.freshPrefix() + "schemas";

    @Test
    void aTopicThatWouldForgetIsRefused() throws Exception {
        create(1, "delete");

        assertThatThrownBy(() -> EmbeddedRegistry.start(TestKafka.bootstrap(), 0, topic))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("cleanup.policy=delete");
    }

    @Test
    void aTopicOfSeveralPartitionsIsRefused() throws Exception {
        create(2, "compact");

        assertThatThrownBy(() -> EmbeddedRegistry.start(TestKafka.bootstrap(), 0, topic))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("has 2 partitions");
    }

    @Test
    void aRecordThatCannotBeReadStopsTheStartWithItsOffset() throws Exception {
        create(1, "compact");
        Map<String, Object> settings = Map.of("bootstrap.servers", TestKafka.bootstrap());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "{\"keytype\":\"NOOP\",\"magic\":0}", ""))
                    .get();
            producer.send(new ProducerRecord<>(topic, "garbage", "{}")).get();
        }

        assertThatThrownBy(() -> EmbeddedRegistry.start(TestKafka.bootstrap(), 0, topic))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("offset 1 of " + topic);
    }

    @Test
    void aBusyPortIsAClearErrorAndTheTopicIsLetGo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedRegistry.start(TestKafka.bootstrap(), taken.getLocalPort(), topic))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " on 127.0.0.1 is not free");
        }

        try (EmbeddedRegistry registry = EmbeddedRegistry.start(TestKafka.bootstrap(), 0, topic)) {
            assertThat(new RegistryHttp(registry.url()).get("/subjects").body()).isEqualTo("[]");
        }
    }

    private void create(int partitions, String policy) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestKafka.bootstrap()))) {
            NewTopic wanted = new NewTopic(topic, partitions, (short) 1).configs(Map.of("cleanup.policy", policy));
            admin.createTopics(List.of(wanted)).all().get();
        }
    }
}
