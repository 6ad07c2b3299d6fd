package io.fanwire.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was written is read back, what was forged or damaged is refused, and a registry that is away is not taken for damage. */
class RecordSerdeTest {
    private static final String TOPIC = "fanwire.deliveries";

    private final MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
    private final AvroSerdes serdes = new AvroSerdes(registry);
    private final RecordSerde<Delivery, io.fanwire.avro.Delivery> deliveries = serdes.deliveries();

    @BeforeEach
    void registerSchemas() throws IOException, RestClientException {
        register("fanwire.subscriptions", io.fanwire.avro.Subscription.getClassSchema());
        register(TOPIC, io.fanwire.avro.Delivery.getClassSchema());
        register("fanwire.attempts", io.fanwire.avro.Attempt.getClassSchema());
        register("fanwire.subscription-state", io.fanwire.avro.SubscriptionState.getClassSchema());
        register("fanwire.jobs", io.fanwire.avro.JobRecord.getClassSchema());
        register("fanwire.tests.results", io.fanwire.avro.TestResult.getClassSchema());
    }

    @Test
    void everyRecordIsReadBackAsItWasWritten() {
        RecordSerde<Attempt, io.fanwire.avro.Attempt> attempts = serdes.attempts();
        RecordSerde<Subscription, io.fanwire.avro.Subscription> subscriptions = serdes.subscriptions();

        byte[] attempt = attempts.serialize("fanwire.attempts", Records.attempt());
        byte[] subscription = subscriptions.serialize("fanwire.subscriptions", Records.subscription());

        assertThat(read(write(Records.delivery()))).isEqualTo(Records.delivery());
        assertThat(attempts.deserialize("fanwire.attempts", attempt)).isEqualTo(Records.attempt());
        assertThat(subscriptions.deserialize("fanwire.subscriptions", subscription))
                .isEqualTo(Records.subscription());
    }

    @Test
    void aDeadLetterIsReadAsOneThatHasEnded() {
        Delivery ended = Records.delivery().with(Records.delivery().progress().end());

        assertThat(read(write(ended))).isEqualTo(ended);
    }

    @Test
    void everyStateIsReadBackAsItWasWritten() {
        RecordSerde<SubscriptionState, io.fanwire.avro.SubscriptionState> states = serdes.subscriptionStates();
        String topic = "fanwire.subscription-state";

        assertThat(List.of(Records.suspended(), Records.lane(), SubscriptionState.usual(Records.KEY)))
                .allSatisfy(state -> assertThat(states.deserialize(topic, states.serialize(topic, state)))
                        .isEqualTo(state));
    }

    @Test
    void whatATestBroughtIsReadBackCutToItsBounds() {
        RecordSerde<TestResult, io.fanwire.avro.TestResult> results = serdes.testResults();
        String topic = "fanwire.tests.results";
        TestResult result = new TestResult(
                "dlv_1",
                "failed",
                Optional.of("status"),
                Optional.of(500),
                Optional.of("m".repeat(5000)),
                Optional.of("r".repeat(5000)),
                Instant.parse("2026-01-31T12:00:00Z"),
                Duration.ofMillis(12),
                Optional.of(120L));

        assertThat(results.deserialize(topic, results.serialize(topic, result))).isEqualTo(result);
        assertThat(result.message().orElseThrow()).hasSize(Attempt.MAX_MESSAGE);
        assertThat(result.response().orElseThrow()).hasSize(TestResult.MAX_RESPONSE);
    }

    @Test
    void noTwoStatesShareARecordKey() {
        SubscriptionKey nested = new SubscriptionKey("acme/sub_1", "x");

        assertThat(List.of(
                        SubscriptionState.recordKey(Records.KEY),
                        SubscriptionState.recordKey(nested),
                        SubscriptionState.recordKey(Records.KEY, Optional.empty()),
                        SubscriptionState.recordKey(Records.KEY, Optional.of("")),
                        SubscriptionState.recordKey(Records.KEY, Optional.of("x")),
                        SubscriptionState.recordKey(Records.KEY, Optional.of("*")),
                        SubscriptionState.recordKey(Records.KEY, Optional.of("#")),
                        SubscriptionState.recordKey(nested, Optional.of("x"))))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyKindOfJobRecordIsReadBackAsItWasWritten() {
        RecordSerde<JobRecord, io.fanwire.avro.JobRecord> jobs = serdes.jobs();

        assertThat(Records.jobs()).hasSize(5).allSatisfy(record -> assertThat(
                        jobs.deserialize("fanwire.jobs", jobs.serialize("fanwire.jobs", record)))
                .isEqualTo(record));
    }

    @Test
    void theBytesAreConfluentWireFormat() {
        byte[] bytes = write(Records.delivery());

        assertThat(Arrays.copyOf(bytes, 5)).containsExactly(0, 0, 0, 0, 2);
    }

    @Test
    void aDeliveryOfAForgedBodyIsRefused() {
        assertRefused(avro -> forge(avro, avro.getCrc() + 1, 0, 0), "checksum");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 101, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void aDeliveryOfAForgedAttemptIsRefused(int attempt) {
        assertRefused(avro -> forge(avro, avro.getCrc(), attempt, 0), "attempt");
    }

    @Test
    void aDeliveryOfAForgedGenerationIsRefused() {
        assertRefused(avro -> forge(avro, avro.getCrc(), 0, -1), "generation");
    }

    @Test
    void aTruncatedRecordIsRefused() {
        byte[] bytes = write(Records.delivery());

        for (int length = 0; length < bytes.length; length++) {
            byte[] start = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> read(start))
                    .as("first %d bytes", length)
                    .isInstanceOf(UnreadableRecordException.class);
        }
    }

    @Test
    void aFlippedBitNeverChangesTheBodyUnseen() {
        byte[] bytes = write(Records.delivery());

        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(readable(damaged)
                            .map(Delivery::body)
                            .orElse(Records.delivery().body()))
                    .as("bit %d", bit)
                    .isEqualTo(Records.delivery().body());
        }
    }

    @Test
    void randomBytesAreRefused() {
        Seeds.random().ints(500, 0, 200).forEach(size -> {
            byte[] noise = new byte[size];
            Seeds.random().nextBytes(noise);
            assertThat(readable(noise))
                    .as("seed %d, %d bytes", Seeds.SEED, size)
                    .isEmpty();
        });
    }

    @Test
    void aLengthThatTheRecordDoesNotHaveIsRefused() {
        byte[] idOfTwoGigabytes = {0, 0, 0, 0, 2, -34, -1, -1, -1, 15, 'x'};
        byte[] typesOfTwoThousandMillion = {0, 0, 0, 0, 1, 2, 'a', 2, 's', 0, -34, -1, -1, -1, 15, 'x'};

        assertThatThrownBy(() -> read(idOfTwoGigabytes))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("SystemLimit");
        assertThatThrownBy(() -> serdes.subscriptions().deserialize("fanwire.subscriptions", typesOfTwoThousandMillion))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("SystemLimit");
    }

    @Test
    void aRecordOfAnotherTypeIsRefused() {
        byte[] attempt = serdes.attempts().serialize("fanwire.attempts", Records.attempt());

        assertThatThrownBy(() -> read(attempt))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("not a record of type Delivery");
    }

    static Stream<FailingRegistry> registriesThatAreAway() {
        return Stream.concat(
                Stream.of(new ConnectException("refused"), new SocketTimeoutException("late"), new IOException("cut"))
                        .map(FailingRegistry::new),
                IntStream.of(408, 429, 500, 502, 503, 504).mapToObj(FailingRegistry::answering));
    }

    @ParameterizedTest
    @MethodSource("registriesThatAreAway")
    void aRegistryThatIsAwayIsNotDamage(FailingRegistry away) {
        byte[] bytes = write(Records.delivery());
        RecordSerde<Delivery, io.fanwire.avro.Delivery> serde = new AvroSerdes(away).deliveries();

        assertThatThrownBy(() -> serde.deserialize(TOPIC, bytes)).isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> serde.serialize(TOPIC, Records.delivery()))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRegistryThatRefusesUsIsNotDamageEither(int status) {
        byte[] bytes = write(Records.delivery());
        RecordSerde<Delivery, io.fanwire.avro.Delivery> serde =
                new AvroSerdes(FailingRegistry.answering(status)).deliveries();

        assertThatThrownBy(() -> serde.deserialize(TOPIC, bytes)).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> serde.serialize(TOPIC, Records.delivery())).isInstanceOf(ApiException.class);
    }

    @Test
    void aSchemaThatTheRegistryDoesNotKnowIsDamage() {
        byte[] bytes = write(Records.delivery());
        RecordSerde<Delivery, io.fanwire.avro.Delivery> serde =
                new AvroSerdes(FailingRegistry.answering(404)).deliveries();

        assertThatThrownBy(() -> serde.deserialize(TOPIC, bytes)).isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void anUnregisteredSchemaIsNeverRegisteredByTheWay() throws IOException, RestClientException {
        FailingRegistry empty = FailingRegistry.answering(404);

        assertThatThrownBy(() -> new AvroSerdes(empty).deliveries().serialize(TOPIC, Records.delivery()))
                .isInstanceOf(KafkaException.class);
        assertThat(empty.getAllSubjects()).isEmpty();
    }

    private void register(String topic, Schema schema) throws IOException, RestClientException {
        registry.register(topic + "-value", new AvroSchema(schema));
    }

    private byte[] write(Delivery delivery) {
        return deliveries.serialize(TOPIC, delivery);
    }

    private Delivery read(byte[] bytes) {
        return deliveries.deserialize(TOPIC, bytes);
    }

    private Optional<Delivery> readable(byte[] bytes) {
        try {
            return Optional.of(read(bytes));
        } catch (UnreadableRecordException refused) {
            return Optional.empty();
        }
    }

    private void assertRefused(java.util.function.UnaryOperator<io.fanwire.avro.Delivery> forger, String word) {
        io.fanwire.avro.Delivery forged = forger.apply(DeliveryMapping.toAvro(Records.delivery()));

        assertThatThrownBy(() -> DeliveryMapping.fromAvro(forged))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining(word);
    }

    private static io.fanwire.avro.Delivery forge(io.fanwire.avro.Delivery avro, int crc, int attempt, int generation) {
        return io.fanwire.avro.Delivery.newBuilder(avro)
                .setCrc(crc)
                .setAttempt(attempt)
                .setGeneration(generation)
                .setDue(Instant.EPOCH.toEpochMilli())
                .build();
    }
}
