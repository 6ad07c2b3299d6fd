package io.fanwire.dispatcher.consume;

import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static io.fanwire.dispatcher.fixture.Samples.delivery;
import static io.fanwire.dispatcher.fixture.Samples.progress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.dispatcher.fixture.MockSerdes;
import io.fanwire.dispatcher.lane.Job;
import io.fanwire.dispatcher.lane.Source;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.RegistryUnavailableException;
import io.fanwire.schemas.Spread;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class IntakeTest {
    private static final Topics TOPICS = new Topics(TopicSettings.local("fanwire."));
    private static final Serializer<Delivery> WRITER = MockSerdes.of(TOPICS).deliveries();
    private static final Source SOURCE = new Source(new TopicPartition(TOPICS.deliveries(), 3), 1, 99);

    private final Set<SubscriptionKey> spread = new HashSet<>();
    private final Intake intake = new Intake(
            MockSerdes.of(TOPICS).deliveries(), TOPICS.tiers(), (subscription, now) -> spread.add(subscription));

    private static byte[] bytes(Delivery delivery) {
        return WRITER.serialize(TOPICS.deliveries(), delivery);
    }

    private static byte[] due(Instant due) {
        return bytes(delivery().with(progress(1, due)));
    }

    private Intake.Taken take(byte[] value) {
        return intake.take(new ConsumerRecord<>(TOPICS.deliveries(), 3, 99, new byte[0], value), SOURCE, NOW);
    }

    static Stream<byte[]> bytesThatAreNoDelivery() {
        byte[] good = bytes(delivery());
        byte[] wrongMagic = good.clone();
        wrongMagic[0] = 1;
        byte[] unknownSchema = good.clone();
        unknownSchema[3] = 77;
        byte[] flipped = good.clone();
        int body = new String(good, StandardCharsets.ISO_8859_1).indexOf("{\"gr");
        flipped[body + 2] ^= 1;
        return Stream.of(
                new byte[0],
                new byte[] {0, 0},
                "not Avro at all".getBytes(StandardCharsets.UTF_8),
                wrongMagic,
                unknownSchema,
                Arrays.copyOf(good, good.length - 1),
                Arrays.copyOf(good, good.length / 2),
                flipped,
                bytes(delivery().with(progress(101, NOW))),
                bytes(delivery().with(progress(-1, NOW))),
                due(NOW.plusSeconds(48 * 3600 + 1)));
    }

    @ParameterizedTest
    @MethodSource("bytesThatAreNoDelivery")
    void whatIsNoDeliveryIsPoisonWithTheReason(byte[] value) {
        assertThat(take(value)).isInstanceOfSatisfying(Intake.Poison.class, poison -> assertThat(poison.message())
                .isNotBlank());
    }

    @Test
    void aRecordWithoutAValueIsPoison() {
        ConsumerRecord<byte[], byte[]> tombstone =
                new ConsumerRecord<>(TOPICS.deliveries(), 3, 99, new byte[0], nothing());

        assertThat(intake.take(tombstone, SOURCE, NOW)).isEqualTo(new Intake.Poison("a record without a value"));
    }

    @SuppressWarnings("NullAway") // a tombstone's value is null, whatever the annotations say
    private static byte[] nothing() {
        return null;
    }

    @Test
    void aDeliveryThatIsDueOrAlmostIsReady() {
        for (Instant due : List.of(Instant.EPOCH, NOW, NOW.plusMillis(4999))) {
            Delivery expected = delivery().with(progress(1, due));
            assertThat(take(bytes(expected))).isEqualTo(new Intake.Ready(new Job(SOURCE, expected)));
        }
    }

    @Test
    void aDeliveryWhoseDelayIsASumGoesOnToTheNextTier() {
        for (Instant due : List.of(NOW.plusSeconds(5), NOW.plusSeconds(48 * 3600))) {
            assertThat(take(due(due))).isInstanceOfSatisfying(Intake.Hop.class, hop -> assertThat(hop.step())
                    .isEqualTo(new NextStep.Defer(due)));
        }
    }

    @Test
    void aDeadLetterWrittenBackBeginsANewGenerationEachTimeUnderAnIdOfItsOwn() {
        for (int attempts : List.of(0, 3, 100)) {
            Delivery letter =
                    delivery().with(progress(attempts, NOW.plusSeconds(900)).end());

            assertThat(take(bytes(letter))).isEqualTo(new Intake.Ready(new Job(SOURCE, letter.foundAt(3, 99, NOW))));
        }
    }

    @Test
    void theKeyTellsWhetherItsSubscriptionIsSpread() {
        byte[] value = bytes(delivery());
        take(value);
        assertThat(spread).isEmpty();

        intake.take(new ConsumerRecord<>(TOPICS.deliveries(), 3, 99, Spread.key("sub", 0), value), SOURCE, NOW);

        assertThat(spread).containsExactly(delivery().subscription());
    }

    @Test
    void aDeadLetterInARetryTopicIsPoison() {
        String tier = TOPICS.tiers().smallest().topic();
        byte[] letter = bytes(delivery().with(progress(3, NOW).end()));

        assertThat(intake.take(new ConsumerRecord<>(tier, 3, 99, new byte[0], letter), SOURCE, NOW))
                .isEqualTo(new Intake.Poison("a dead letter among those that wait for a retry"));
    }

    @Test
    void aRegistryThatIsAwayMakesNoPoison() {
        Intake blind = new Intake(
                (topic, value) -> {
                    throw new RegistryUnavailableException("away", new IllegalStateException());
                },
                TOPICS.tiers(),
                (subscription, now) -> {});

        assertThatThrownBy(() -> blind.take(
                        new ConsumerRecord<>(TOPICS.deliveries(), 3, 99, new byte[0], bytes(delivery())), SOURCE, NOW))
                .isInstanceOf(RegistryUnavailableException.class);
    }
}
