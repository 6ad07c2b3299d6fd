package io.fanwire.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;

/** The versions that really are on the class path: other libraries bring their own, and nearest wins. */
class KafkaVersionTest {
    @Test
    void theKafkaClientIsThePinnedOne() {
        assertThat(AppInfoParser.getVersion()).isEqualTo("4.3.1");
    }

    @Test
    void theConfluentSerializerIsTheOneThatWasChecked() throws IOException {
        Properties properties = new Properties();
        String resource = "/META-INF/maven/io.confluent/kafka-avro-serializer/pom.properties";
        try (InputStream in = KafkaAvroSerializer.class.getResourceAsStream(resource)) {
            properties.load(Objects.requireNonNull(in, resource));
        }

        assertThat(properties).containsEntry("version", "7.9.5");
    }
}
