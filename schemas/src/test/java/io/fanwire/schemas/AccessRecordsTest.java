package io.fanwire.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys and grants are read back as they were written, and a tombstone still says whose key there was. */
class AccessRecordsTest {
    private static final ApiKey OF_A_TENANT = new ApiKey(
            "key_1",
            Optional.of("acme/eu"),
            Payload.of(new byte[] {1, 2, -3}),
            Set.of("events:write", "admin"),
            Optional.of("for the shop"),
            Records.NOW,
            "bootstrap");
    private static final ApiKey OF_THE_PLATFORM = new ApiKey(
            "key_2",
            Optional.empty(),
            Payload.of(new byte[] {4}),
            Set.of("admin"),
            Optional.empty(),
            Records.NOW,
            "key_1");

    private final MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
    private final AvroSerdes serdes = new AvroSerdes(registry);

    @BeforeEach
    void registerSchemas() throws Exception {
        registry.register("keys-value", new AvroSchema(io.fanwire.avro.ApiKey.getClassSchema()));
        registry.register("grants-value", new AvroSchema(io.fanwire.avro.TopicGrant.getClassSchema()));
    }

    @Test
    void aKeyIsReadBackAsItWasWritten() {
        RecordSerde<ApiKey, io.fanwire.avro.ApiKey> keys = serdes.keys();

        assertThat(List.of(OF_A_TENANT, OF_THE_PLATFORM))
                .allSatisfy(key -> assertThat(keys.deserialize("keys", keys.serialize("keys", key)))
                        .isEqualTo(key));
    }

    @Test
    void aGrantIsReadBackAsItWasWritten() {
        RecordSerde<TopicGrant, io.fanwire.avro.TopicGrant> grants = serdes.topicGrants();

        assertThat(List.of(
                        TopicGrant.toAll("orders"),
                        new TopicGrant("orders", Optional.of(Set.of())),
                        new TopicGrant("orders", Optional.of(Set.of("acme", "globex")))))
                .allSatisfy(grant -> assertThat(grants.deserialize("grants", grants.serialize("grants", grant)))
                        .isEqualTo(grant));
    }

    @Test
    void aTopicIsForThoseItNames() {
        assertThat(TopicGrant.toAll("orders").includes("acme")).isTrue();
        assertThat(new TopicGrant("orders", Optional.of(Set.of("acme"))).includes("acme"))
                .isTrue();
        assertThat(new TopicGrant("orders", Optional.of(Set.of("acme"))).includes("acm"))
                .isFalse();
        assertThat(new TopicGrant("orders", Optional.of(Set.of())).includes("acme"))
                .isFalse();
    }

    @Test
    void aRecordKeyTellsTheKeyAndWhoseItIs() {
        assertThat(ApiKey.idOf(OF_A_TENANT.recordKey())).isEqualTo("key_1");
        assertThat(ApiKey.tenantOf(OF_A_TENANT.recordKey())).contains("acme/eu");
        assertThat(ApiKey.idOf(OF_THE_PLATFORM.recordKey())).isEqualTo("key_2");
        assertThat(ApiKey.tenantOf(OF_THE_PLATFORM.recordKey())).isEmpty();
        assertThat(OF_A_TENANT.toString()).doesNotContain("1, 2, -3");
    }
}
