package io.fanwire.dispatcher.consume;

import static io.fanwire.dispatcher.fixture.Samples.KEY;
import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static io.fanwire.dispatcher.fixture.Samples.delivery;
import static io.fanwire.dispatcher.fixture.Samples.progress;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.dispatcher.fixture.MockSerdes;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.dispatcher.lane.Finished;
import io.fanwire.dispatcher.lane.Job;
import io.fanwire.dispatcher.lane.Source;
import io.fanwire.schemas.Attempt;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.ErrorHeaders;
import io.fanwire.schemas.TopicSettings;
import io.fanwire.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConsequencesTest {
    private static final Topics TOPICS = new Topics(TopicSettings.local("fanwire."));
    private static final Source SOURCE = new Source(new TopicPartition(TOPICS.deliveries(), 3), 1, 99);
    private static final Instant STARTED = NOW.minusSeconds(2);
    private static final Duration TOOK = Duration.ofMillis(1234);

    private final AvroSerdes serdes = MockSerdes.of(TOPICS);
    private final Consequences consequences = new Consequences(TOPICS, serdes.deliveries(), serdes.attempts());
    private final Delivery delivery = delivery().with(progress(2, Instant.EPOCH));

    private Finished attempted(NextStep step, AttemptOutcome outcome) {
        return new Finished(
                new Job(SOURCE, delivery),
                Optional.of(step),
                Optional.of(new Finished.Report(
                        outcome,
                        STARTED,
                        TOOK,
                        Optional.of(Samples.callback(Samples.subscription()).url()))));
    }

    private Finished untried(NextStep step) {
        return new Finished(new Job(SOURCE, delivery), Optional.of(step), Optional.empty());
    }

    private List<ProducerRecord<byte[], byte[]>> of(Finished finished) {
        Effect effect = consequences.of(finished, finished.step().orElseThrow(), NOW);
        assertThat(effect.source()).isEqualTo(SOURCE);
        return effect.records();
    }

    private Delivery readDelivery(ProducerRecord<byte[], byte[]> record) {
        assertThat(new String(record.key(), UTF_8)).isEqualTo(KEY.id());
        assertThat(record.partition()).as("its source partition").isEqualTo(3);
        return serdes.deliveries().deserialize(record.topic(), record.value());
    }

    private Attempt readAttempt(ProducerRecord<byte[], byte[]> record) {
        assertThat(record.topic()).isEqualTo("fanwire.attempts");
        assertThat(new String(record.key(), UTF_8)).isEqualTo("dlv_1");
        return serdes.attempts().deserialize(record.topic(), record.value());
    }

    private Attempt attempt(int number, Attempt.State state, String outcome, String reason, int status) {
        return new Attempt(
                "dlv_1",
                KEY,
                "evt_1",
                "orders",
                "order.created",
                0,
                number,
                state,
                Optional.of(outcome).filter(text -> !text.isEmpty()),
                Optional.of(reason).filter(text -> !text.isEmpty()),
                Optional.of(status).filter(code -> code > 0),
                Optional.of("answered " + status).filter(text -> outcome.equals("failed")),
                outcome.isEmpty() ? NOW : STARTED,
                outcome.isEmpty() ? Duration.ZERO : TOOK,
                state == Attempt.State.PENDING ? Optional.of(NOW.plusSeconds(300)) : Optional.empty());
    }

    private static AttemptOutcome failed(int status) {
        return new AttemptOutcome.Failed(ErrorClass.STATUS, Optional.of(status), Optional.of("answered " + status));
    }

    @Test
    void aDeliveryThatWasTakenLeavesOneAttempt() {
        var records = of(attempted(new NextStep.Complete(), new AttemptOutcome.Delivered(202)));

        assertThat(records).hasSize(1);
        assertThat(readAttempt(records.get(0))).isEqualTo(attempt(3, Attempt.State.DELIVERED, "delivered", "", 202));
    }

    @Test
    void aRetryWaitsInItsTierWithOneAttemptMore() {
        NextStep retry = new NextStep.Retry(NOW.plusSeconds(300));

        var records = of(attempted(retry, failed(500)));

        assertThat(records).hasSize(2);
        assertThat(records.get(0).topic()).isEqualTo("fanwire.deliveries.retry.5m");
        assertThat(readDelivery(records.get(0))).isEqualTo(delivery.with(progress(3, NOW.plusSeconds(300))));
        assertThat(readAttempt(records.get(1))).isEqualTo(attempt(3, Attempt.State.PENDING, "failed", "status", 500));
    }

    @Test
    void aDeferralIsFreeOfCharge() {
        var records = of(untried(new NextStep.Defer(NOW.plusSeconds(5))));

        assertThat(records).hasSize(1);
        assertThat(records.get(0).topic()).isEqualTo("fanwire.deliveries.retry.5s");
        assertThat(readDelivery(records.get(0))).isEqualTo(delivery.with(progress(2, NOW.plusSeconds(5))));
    }

    @Test
    void aDeadLetterKeepsTheDeliveryAndSaysWhy() {
        var records = of(attempted(new NextStep.DeadLetter("exhausted"), failed(503)));

        assertThat(records).hasSize(2);
        ProducerRecord<byte[], byte[]> dead = records.get(0);
        assertThat(dead.topic()).isEqualTo("fanwire.deliveries.dlq");
        assertThat(readDelivery(dead))
                .isEqualTo(delivery.with(delivery.progress().end()));
        assertThat(headers(dead))
                .containsExactlyInAnyOrder(
                        "reason=exhausted",
                        "status=503",
                        "message=answered 503",
                        "attempts=3",
                        "first.at=" + NOW,
                        "last.at=" + STARTED,
                        "topic=fanwire.deliveries",
                        "partition=3",
                        "offset=99",
                        "url=https://hooks.example.com/in");
        assertThat(readAttempt(records.get(1)))
                .isEqualTo(attempt(3, Attempt.State.DEAD_LETTERED, "failed", "exhausted", 503));
    }

    @Test
    void whatStandsStillIsKeptAsItIsAndSaysThatItWasMoved() {
        List<ProducerRecord<byte[], byte[]>> records = of(untried(new NextStep.Suspend(NextStep.Suspend.GONE)));

        assertThat(records).hasSize(1);
        assertThat(records.get(0).topic()).isEqualTo("fanwire.deliveries.suspended");
        assertThat(records.get(0).partition()).isEqualTo(3);
        assertThat(readDelivery(records.get(0)).progress().attempts()).isEqualTo(2);
        assertThat(readDelivery(records.get(0)).progress().sequence()).isPresent();
    }

    @Test
    void aHandOffThatIsTooLargeEndsAsADeadLetterAndThatInTheEndAsAPointer() {
        Finished again = attempted(new NextStep.Retry(NOW.plusSeconds(5)), failed(500));
        List<Effect> ladder = new ArrayList<>();
        Optional<Effect> rung = Optional.of(consequences.of(again, again.step().orElseThrow(), NOW));
        while (rung.isPresent()) {
            ladder.add(rung.get());
            rung = rung.get().smaller().effect();
        }

        assertThat(ladder.stream().map(effect -> effect.records().get(0).topic()))
                .containsExactly(
                        "fanwire.deliveries.retry.5s",
                        "fanwire.deliveries.dlq",
                        "fanwire.deliveries.dlq",
                        "fanwire.deliveries.dlq",
                        "fanwire.poison");
        assertThat(headers(ladder.get(1).records().get(0))).anyMatch(header -> header.startsWith("message="));
        assertThat(headers(ladder.get(2).records().get(0)))
                .noneMatch(header -> header.startsWith("message="))
                .contains("attempts=3");
        assertThat(headers(ladder.get(3).records().get(0))).containsExactly("reason=too_large");
        assertThat(ladder.get(4).records().get(0).value()).isEmpty();
        assertThat(headers(ladder.get(4).records().get(0))).contains("offset=99", "reason=too_large");
        assertThat(ladder.subList(1, 5)).allSatisfy(effect -> assertThat(
                        readAttempt(effect.records().get(1)).state())
                .isEqualTo(Attempt.State.DEAD_LETTERED));
    }

    @Test
    void aDeliveryThatExpiredUntriedSaysSo() {
        var records = of(untried(new NextStep.DeadLetter("expired")));

        assertThat(headers(records.get(0)))
                .contains("reason=expired", "attempts=2", "last.at=" + NOW)
                .noneMatch(header -> header.startsWith("status=") || header.startsWith("url="));
        assertThat(readAttempt(records.get(1))).isEqualTo(attempt(2, Attempt.State.DEAD_LETTERED, "", "expired", 0));
    }

    @Test
    void aCancelledDeliveryLeavesItsEndOnly() {
        var records = of(untried(new NextStep.Cancel()));

        assertThat(records).hasSize(1);
        assertThat(readAttempt(records.get(0)))
                .isEqualTo(attempt(2, Attempt.State.CANCELLED, "", "subscription_deleted", 0));
    }

    @ParameterizedTest
    @CsvSource({
        "5000, 5s",
        "4500, 5s",
        "100, 5s",
        "59499, 5s",
        "59500, 1m",
        "60000, 1m",
        "299499, 1m",
        "299500, 5m",
        "7200000, 2h",
        "36000000, 10h",
        "86400000, 10h"
    })
    void aWaitGoesToTheLargestTierThatFits(long millis, String tier) {
        var records = of(untried(new NextStep.Defer(NOW.plusMillis(millis))));

        assertThat(records.get(0).topic()).isEqualTo("fanwire.deliveries.retry." + tier);
    }

    @ParameterizedTest
    @CsvSource({"14, 10h 2h 2h", "20, 10h 10h", "24, 10h 10h 2h 2h", "12, 10h 2h"})
    void aLongWaitIsASumOfTiers(int hours, String sum) {
        List<String> walked = new ArrayList<>();
        Instant now = NOW;
        Instant due = NOW.plusSeconds(hours * 3600L);
        while (due.isAfter(now.plusMillis(500))) {
            NextStep defer = new NextStep.Defer(due);
            String topic =
                    consequences.of(untried(defer), defer, now).records().get(0).topic();
            walked.add(topic.substring(topic.lastIndexOf('.') + 1));
            // Every tier is left a little late.
            now = now.plus(TOPICS.tiers().ofTopic(topic).orElseThrow().delay()).plusMillis(120);
        }

        assertThat(String.join(" ", walked)).isEqualTo(sum);
    }

    @Test
    void poisonKeepsBytesKeyAndHeadersButNoForgedReasons() {
        ConsumerRecord<byte[], byte[]> found =
                new ConsumerRecord<>(TOPICS.deliveries(), 3, 99, "key".getBytes(UTF_8), "rubbish".getBytes(UTF_8));
        found.headers().add("their-own", "kept".getBytes(UTF_8));
        found.headers().add(ErrorHeaders.PREFIX + "reason", "forged".getBytes(UTF_8));

        Effect effect = consequences.poison(SOURCE, found, "undecodable", "not a record", NOW);

        ProducerRecord<byte[], byte[]> poison = effect.records().get(0);
        assertThat(poison.topic()).isEqualTo("fanwire.poison");
        assertThat(poison.key()).isEqualTo("key".getBytes(UTF_8));
        assertThat(poison.value()).isEqualTo("rubbish".getBytes(UTF_8));
        assertThat(headers(poison))
                .contains(
                        "their-own=kept",
                        "reason=undecodable",
                        "message=not a record",
                        "topic=fanwire.deliveries",
                        "partition=3",
                        "offset=99")
                .doesNotContain("reason=forged");
    }

    @Test
    void poisonTooLargeForItsTopicIsAPointerWithADigest() {
        byte[] huge = new byte[Topics.MAX_RECORD_BYTES];
        ConsumerRecord<byte[], byte[]> found = new ConsumerRecord<>(TOPICS.deliveries(), 3, 99, new byte[0], huge);

        ProducerRecord<byte[], byte[]> poison = consequences
                .poison(SOURCE, found, "undecodable", "not a record", NOW)
                .records()
                .get(0);

        assertThat(poison.value()).isEmpty();
        assertThat(headers(poison))
                .contains("topic=fanwire.deliveries", "partition=3", "offset=99")
                .anyMatch(header -> header.startsWith("message=not a record; ") && header.contains("sha256"));
    }

    private static List<String> headers(ProducerRecord<byte[], byte[]> record) {
        List<String> texts = new ArrayList<>();
        record.headers()
                .forEach(header -> texts.add(
                        header.key().replace(ErrorHeaders.PREFIX, "") + "=" + new String(header.value(), UTF_8)));
        return texts;
    }
}
