package io.fanwire.local.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.entities.SubjectVersion;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.fanwire.local.kafka.TestKafka;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The registry through the genuine client and serializers, on a topic of its own. */
class RegistryIT {
    private static final String ORDER = "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[%s]}";
    private static final AvroSchema ID_ONLY = order("{\"name\":\"id\",\"type\":\"string\"}");
    private static final AvroSchema ID_AND_NOTE =
            order("{\"name\":\"id\",\"type\":\"string\"},{\"name\":\"note\",\"type\":\"string\",\"default\":\"\"}");
    private static final AvroSchema OTHER_ID = order("{\"name\":\"id\",\"type\":\"long\"}");

    private final String topic = TestKafka.freshPrefix() + "schemas";
    private EmbeddedRegistry registry = EmbeddedRegistry.start(TestKafka.bootstrap(), 0, topic);

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void theGenuineSerializersMakeARoundTrip() throws Exception {
        client().register("orders-value", ID_AND_NOTE);
        Map<String, Object> settings = Map.of("schema.registry.url", registry.url(), "auto.register.schemas", false);
        GenericRecord order = new GenericRecordBuilder(ID_AND_NOTE.rawSchema())
                .set("id", "o-1")
                .build();

        try (KafkaAvroSerializer serializer = new KafkaAvroSerializer();
                KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer()) {
            serializer.configure(settings, false);
            deserializer.configure(settings, false);
            byte[] bytes = serializer.serialize("orders", order);

            assertThat(bytes).startsWith(0, 0, 0, 0, 1);
            assertThat(deserializer.deserialize("orders", bytes)).hasToString(order.toString());
        }
    }

    @Test
    void fortyRegistrationsInARowGiveFortyIds() throws Exception {
        SchemaRegistryClient client = client();
        Set<Integer> ids = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            ids.add(client.register("s" + i, order("{\"name\":\"f" + i + "\",\"type\":\"int\"}")));
        }

        assertThat(ids).hasSize(40).contains(1, 40);
        assertThat(client.getAllSubjects()).hasSize(40);
    }

    @Test
    void theSameSchemaUnderTwoSubjectsHasOneId() throws Exception {
        SchemaRegistryClient client = client();
        int first = client.register("a", ID_ONLY);
        int again = client().register("a", ID_ONLY);
        int other = client.register("b", ID_ONLY);

        assertThat(List.of(again, other)).containsOnly(first);
        assertThat(client.getAllVersions("a")).containsExactly(1);
        assertThat(client.getAllSubjectsById(first)).containsExactlyInAnyOrder("a", "b");
        assertThat(client.getAllVersionsById(first))
                .containsExactlyInAnyOrder(new SubjectVersion("a", 1), new SubjectVersion("b", 1));
        assertThat(client().getSchemaById(first)).isEqualTo(ID_ONLY);
        assertThat(client().getVersion("b", ID_ONLY)).isEqualTo(1);
    }

    @Test
    void anIncompatibleSchemaIsRefusedUntilTheLevelAllowsIt() throws Exception {
        SchemaRegistryClient client = client();
        client.register("a", ID_ONLY);
        assertThat(client.testCompatibility("a", ID_AND_NOTE)).isTrue();
        assertThat(client.testCompatibility("a", OTHER_ID)).isFalse();
        assertThat(client.testCompatibilityVerbose("a", OTHER_ID)).isNotEmpty();
        assertThatThrownBy(() -> client.register("a", OTHER_ID))
                .isInstanceOfSatisfying(RestClientException.class, e -> {
                    assertThat(e.getStatus()).isEqualTo(409);
                    assertThat(e.getErrorCode()).isEqualTo(409);
                    assertThat(e).hasMessageContaining("incompatible with an earlier schema for subject \"a\"");
                });

        assertThat(http().put("/config/a", "{\"compatibility\":\"none\"}").body())
                .isEqualTo("{\"compatibility\":\"NONE\"}");
        assertThat(client.getConfig("a").getCompatibilityLevel()).isEqualTo("NONE");
        client.register("a", OTHER_ID);
        assertThat(client.getLatestSchemaMetadata("a").getVersion()).isEqualTo(2);
    }

    @Test
    void aTransitiveLevelLooksAtEveryVersion() throws Exception {
        AvroSchema noteWithoutDefault =
                order("{\"name\":\"id\",\"type\":\"string\"},{\"name\":\"note\",\"type\":\"string\"}");
        String body = json(noteWithoutDefault.canonicalString(), "");
        String check = "/compatibility/subjects/a/versions";
        client().register("a", ID_ONLY);
        client().register("a", ID_AND_NOTE);
        assertThat(http().post(check, body).body()).isEqualTo("{\"is_compatible\":true}");

        http().put("/config", "{\"compatibility\":\"BACKWARD_TRANSITIVE\"}");

        assertThat(http().post(check, body).body()).isEqualTo("{\"is_compatible\":false}");
        assertThat(http().post(check + "/latest", body).body()).isEqualTo("{\"is_compatible\":true}");
        assertRefused(http().post("/subjects/a/versions", body), 409, 409);
    }

    @Test
    void aRestartKeepsIdsVersionsLevelsAndModes() throws Exception {
        int first = client().register("a", ID_ONLY);
        client().register("gone", OTHER_ID);
        http().delete("/subjects/gone");
        http().put("/config/a", "{\"compatibility\":\"FULL\"}");
        http().put("/mode/locked", "{\"mode\":\"READONLY\"}");

        registry.close();
        registry = EmbeddedRegistry.start(TestKafka.bootstrap(), 0, topic);

        assertThat(client().getSchemaById(first)).isEqualTo(ID_ONLY);
        assertThat(client().getConfig("a").getCompatibilityLevel()).isEqualTo("FULL");
        assertThat(client().getAllSubjects()).containsExactly("a");
        assertThat(client().register("b", ID_AND_NOTE)).isEqualTo(first + 2);
        assertThat(client().register("gone", OTHER_ID)).isEqualTo(first + 1);
        assertThat(client().getLatestSchemaMetadata("gone").getVersion()).isEqualTo(2);
        assertRefused(http().post("/subjects/locked/versions", "{\"schema\":\"\\\"int\\\"\"}"), 422, 42205);
    }

    @Test
    void softDeletionHasItsStatesAndPermanentDeletionIsRefused() throws Exception {
        client().register("a", ID_ONLY);
        client().register("a", ID_AND_NOTE);
        RegistryHttp http = http();

        assertRefused(http.delete("/subjects/a?permanent=true"), 404, 40405);
        assertRefused(http.delete("/subjects/a/versions/1?permanent=true"), 404, 40407);
        assertThat(http.delete("/subjects/a/versions/1").body()).isEqualTo("1");
        assertRefused(http.delete("/subjects/a/versions/1"), 404, 40406);
        assertRefused(http.delete("/subjects/a/versions/1?permanent=true"), 422, 42205);
        assertRefused(http.get("/subjects/a/versions/1"), 404, 40402);
        assertThat(http.get("/subjects/a/versions/1?deleted=true").status()).isEqualTo(200);

        assertThat(http.delete("/subjects/a").body()).isEqualTo("[2]");
        assertRefused(http.delete("/subjects/a"), 404, 40404);
        assertRefused(http.delete("/subjects/a?permanent=true"), 422, 42205);
        assertRefused(http.get("/subjects/a/versions"), 404, 40401);
        assertThat(http.get("/subjects?deleted=true").body()).isEqualTo("[\"a\"]");
        assertThat(http.get("/schemas/ids/1").status()).isEqualTo(200);
    }

    @Test
    void aReferencedVersionResolvesAndCannotBeDeleted() {
        RegistryHttp http = http();
        http.post("/subjects/money/versions", json("{\"type\":\"record\",\"name\":\"Money\",\"fields\":[]}", ""));
        String reference = ",\"references\":[{\"name\":\"Money\",\"subject\":\"money\",\"version\":1}]";
        String priced = json(String.format(ORDER, "{\"name\":\"price\",\"type\":\"Money\"}"), reference);

        assertThat(http.post("/subjects/priced/versions", priced).body()).isEqualTo("{\"id\":2}");
        assertThat(http.post("/subjects/priced", priced).body()).contains("\"references\":[{\"name\":\"Money\"");
        assertThat(http.get("/subjects/money/versions/1/referencedby").body()).isEqualTo("[2]");
        assertRefused(http.delete("/subjects/money"), 422, 42206);
        assertRefused(http.post("/subjects/x/versions", priced.replace("\"version\":1", "\"version\":9")), 422, 42201);
    }

    @Test
    void everyErrorHasItsCode() {
        RegistryHttp http = http();

        assertRefused(http.get("/associations"), 404, 404);
        assertRefused(http.put("/subjects", "{}"), 405, 405);
        assertRefused(http.get("/subjects/none/versions"), 404, 40401);
        assertRefused(http.get("/schemas/ids/99"), 404, 40403);
        assertRefused(http.get("/config/none"), 404, 40408);
        assertRefused(http.get("/mode/none"), 404, 40409);
        assertRefused(http.put("/config", "{\"compatibility\":\"SOME\"}"), 422, 42203);
        assertRefused(http.put("/config", "{\"compatibility\":\"NONE\",\"normalize\":true}"), 422, 42203);
        assertRefused(http.put("/mode", "{\"mode\":\"IMPORT\"}"), 422, 42204);
        assertRefused(http.post("/subjects/a/versions", "{\"schema\":\"{\"}"), 422, 42201);
        assertRefused(http.post("/subjects/a/versions", "{\"schema\":\"{}\",\"schemaType\":\"JSON\"}"), 422, 42201);
        assertRefused(http.post("/subjects/a/versions", "{\"schema\":\"\\\"int\\\"\",\"id\":9}"), 422, 42205);
        assertRefused(http.post("/subjects/a/versions", "no json"), 400, 400);
        assertRefused(http.post("/subjects/a/versions", " ".repeat((1 << 20) + 1)), 413, 413);
        assertRefused(http.send("POST", "/subjects/a", "{}", "text/plain"), 415, 415);
        http.post("/subjects/a%2Fb/versions", "{\"schema\":\"\\\"int\\\"\"}");
        assertRefused(http.get("/subjects/a%2Fb/versions/zero"), 422, 42202);
        assertThat(http.get("/subjects").body()).isEqualTo("[\"a/b\"]");
    }

    @Test
    void ofTwoRegistriesTheNewerWritesAndTheOlderReadsOn() {
        String schema = "{\"schema\":\"\\\"%s\\\"\"}";
        http().post("/subjects/a/versions", String.format(schema, "int"));

        try (EmbeddedRegistry newer = EmbeddedRegistry.start(TestKafka.bootstrap(), 0, topic)) {
            RegistryHttp toNewer = new RegistryHttp(newer.url());
            assertThat(toNewer.post("/subjects/b/versions", String.format(schema, "long"))
                            .body())
                    .isEqualTo("{\"id\":2}");
            assertRefused(http().post("/subjects/c/versions", String.format(schema, "bytes")), 500, 50001);
            assertRefused(http().post("/subjects/c/versions", String.format(schema, "bytes")), 500, 50001);

            assertThat(http().get("/subjects").body()).isEqualTo("[\"a\",\"b\"]");
            assertThat(toNewer.post("/subjects/c/versions", String.format(schema, "bytes"))
                            .body())
                    .isEqualTo("{\"id\":3}");
        }
    }

    private SchemaRegistryClient client() {
        return new CachedSchemaRegistryClient(registry.url(), 100);
    }

    private RegistryHttp http() {
        return new RegistryHttp(registry.url());
    }

    private static void assertRefused(RegistryHttp.Reply reply, int status, int code) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.body()).startsWith("{\"error_code\":" + code + ",\"message\":\"");
        assertThat(reply.contentType()).isEqualTo("application/vnd.schemaregistry.v1+json");
    }

    private static String json(String schema, String more) {
        return "{\"schema\":\"" + schema.replace("\"", "\\\"") + "\"" + more + "}";
    }

    private static AvroSchema order(String fields) {
        return new AvroSchema(String.format(ORDER, fields));
    }
}
