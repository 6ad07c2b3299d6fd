package io.fanwire.local.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.local.receiver.Received;
import io.fanwire.local.receiver.Signature;
import io.fanwire.schemas.Attempt;
import io.fanwire.schemas.Attempt.State;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A guarantee that was never seen broken proves nothing: each is shown a doctored history. */
class GuaranteesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final SubscriptionKey SUB = new SubscriptionKey("default", "sub_1");
    private static final TopicPartition PARTITION = new TopicPartition("deliveries", 0);

    @Test
    void aDeliveryThatEndedOnceIsFine() {
        History history = history(List.of(attempt("e1", 1, State.DELIVERED)), List.of(placed("e1", 0, 0)), 1);

        assertThat(new EveryDeliveryEnds().violations(history)).isEmpty();
        assertThat(new NothingCommittedPastOpen().violations(history)).isEmpty();
    }

    @Test
    void aDeliveryThatNeverEndedIsNoticed() {
        History history = history(List.of(attempt("e1", 1, State.PENDING)), List.of(), 0);

        assertThat(new EveryDeliveryEnds().violations(history))
                .singleElement()
                .asString()
                .contains("never ended");
    }

    @Test
    void twoTerminalStatesAreNoticed() {
        History history = history(
                List.of(attempt("e1", 1, State.DELIVERED), attempt("e1", 2, State.DEAD_LETTERED)), List.of(), 0);

        assertThat(new EveryDeliveryEnds().violations(history))
                .singleElement()
                .asString()
                .contains("2 terminal");
    }

    @Test
    void aDeliveryThatNobodyExpectedIsNoticed() {
        History history =
                history(List.of(attempt("e1", 1, State.DELIVERED), attempt("e9", 1, State.DELIVERED)), List.of(), 0);

        assertThat(new EveryDeliveryEnds().violations(history))
                .singleElement()
                .asString()
                .contains("never expected");
    }

    @Test
    void anOffsetCommittedPastARecordWithoutEffectIsNoticed() {
        History history = history(List.of(), List.of(placed("e1", 0, 0)), 1);

        assertThat(new NothingCommittedPastOpen().violations(history)).hasSize(1);
    }

    @Test
    void aRecordThatWasHandedOnIsAnEffect() {
        History history = history(List.of(), List.of(placed("e1", 0, 0), placed("e1", 7, 60)), 1);

        assertThat(new NothingCommittedPastOpen().violations(history)).isEmpty();
    }

    @Test
    void aKeyThatRunsBackwardsIsNoticed() {
        History history = new History(
                List.of(
                        new History.Accepted("e1", Optional.of("k"), 1, Set.of("sub_1")),
                        new History.Accepted("e2", Optional.of("k"), 2, Set.of("sub_1"))),
                Map.of("sub_1", List.of(received("e2"), received("e1"))),
                List.of(),
                List.of(),
                Map.of());

        assertThat(new OrderPerKey(Set.of("sub_1")).violations(history)).hasSize(1);
        assertThat(new OrderPerKey(Set.of("other")).violations(history)).isEmpty();
    }

    private static History history(List<Attempt> attempts, List<History.Placed> placed, long committed) {
        return new History(
                List.of(new History.Accepted("e1", Optional.of("k"), 1, Set.of("sub_1"))),
                Map.of(),
                attempts,
                placed,
                Map.of(PARTITION, committed));
    }

    private static Attempt attempt(String event, int number, State state) {
        return new Attempt(
                "dlv_" + event,
                SUB,
                event,
                "orders",
                "order.created",
                0,
                number,
                state,
                Optional.of("delivered"),
                Optional.empty(),
                Optional.of(200),
                Optional.empty(),
                NOW,
                Duration.ZERO,
                Optional.empty());
    }

    private static History.Placed placed(String event, long offset, int dueSeconds) {
        Delivery delivery = new Delivery(
                "dlv_" + event,
                SUB,
                0,
                io.fanwire.schemas.Subscription.Ordering.NONE,
                new Delivery.Origin(
                        event, "orders", "order.created", NOW, 0, 0, Optional.empty(), Optional.empty(), Map.of()),
                "application/json",
                Payload.utf8("{}"),
                new Delivery.Progress(0, NOW.plusSeconds(dueSeconds), 0, NOW),
                Delivery.Part.WHOLE);
        return new History.Placed(PARTITION, offset, delivery);
    }

    private static Received received(String event) {
        return new Received(NOW, event, 1, Map.of(), new byte[0], Signature.NOT_CHECKED, Optional.of(200));
    }
}
