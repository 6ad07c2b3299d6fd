package io.fanwire.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanwire.runtime.Metrics;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FreshnessTest {
    private static final TopicPartition P0 = new TopicPartition("events", 0);
    private static final TopicPartition P1 = new TopicPartition("events", 1);

    private final SubscriptionIndex index = new SubscriptionIndex();
    private final FakeEndOffsets ends = new FakeEndOffsets();
    private final Freshness freshness =
            new Freshness(index, () -> ends, new RouterMetrics(new Metrics(), index), Duration.ofMillis(20));

    @Test
    void eventsAreLookedUpBeforeSubscriptions() {
        ends.events.put(P0, 1L);

        freshness.await(P0, 0);

        assertThat(ends.asked).containsExactly(Set.of(P0), "subscriptions");
    }

    @Test
    void oneLookUpServesEveryRecordBelowTheEnd() {
        ends.events.put(P0, 3L);

        freshness.await(P0, 0);
        freshness.await(P0, 1);
        freshness.await(P0, 2);
        assertThat(ends.asked).hasSize(2);

        ends.events.put(P0, 4L);
        freshness.await(P0, 3);
        assertThat(ends.asked).hasSize(4);
    }

    @Test
    void oneLookUpServesEveryPartitionOfTheThread() {
        ends.events.put(P0, 1L);
        ends.events.put(P1, 1L);
        freshness.await(P0, 0);
        freshness.await(P1, 0);
        ends.events.put(P0, 2L);
        ends.events.put(P1, 2L);
        ends.asked.clear();

        freshness.await(P0, 1);
        freshness.await(P1, 1);

        assertThat(ends.asked).containsExactly(Set.of(P0, P1), "subscriptions");
    }

    @Test
    void anEventWaitsUntilTheIndexHasComeFarEnough() throws InterruptedException {
        Freshness patient =
                new Freshness(index, () -> ends, new RouterMetrics(new Metrics(), index), Duration.ofSeconds(30));
        ends.events.put(P0, 1L);
        ends.subscriptions = 1;
        Thread writer = new Thread(() -> index.put(Samples.subscription("acme", "s", "orders"), 0));
        writer.start();

        patient.await(P0, 0);

        assertThat(index.matching(Samples.event("acme", "orders", "a"))).hasSize(1);
        writer.join();
    }

    @Test
    void anIndexThatStaysBehindRefusesTheEventAndTheNextTryLooksAgain() {
        ends.events.put(P0, 5L);
        ends.subscriptions = 1;

        assertThatThrownBy(() -> freshness.await(P0, 0)).isInstanceOf(StaleIndexException.class);
        assertThatThrownBy(() -> freshness.await(P0, 0)).isInstanceOf(StaleIndexException.class);

        index.reached(1);
        freshness.await(P0, 0);
        assertThat(ends.asked).filteredOn(what -> !what.equals("gap")).hasSize(6);
    }

    @Test
    void aGapInTheSubscriptionsTopicIsSteppedOver() {
        Freshness patient =
                new Freshness(index, () -> ends, new RouterMetrics(new Metrics(), index), Duration.ofSeconds(30));
        ends.subscriptions = 7;
        ends.gap = true;

        patient.await(P0, 0);

        assertThat(index.position()).isEqualTo(7);
    }

    @Test
    void aReadThatGoesBackIsLookedUpAgain() {
        ends.events.put(P0, 10L);
        freshness.await(P0, 8);
        ends.asked.clear();

        freshness.await(P0, 2);

        assertThat(ends.asked).hasSize(2);
    }

    @Test
    void aPartitionThatIsGoneHoldsUpNobodyElse() {
        ends.events.put(P0, 1L);
        freshness.await(P0, 0);
        ends.gone.add(P0);

        freshness.await(P1, 0);

        assertThat(ends.asked.subList(2, 5)).containsExactly(Set.of(P0, P1), Set.of(P1), "subscriptions");
    }

    @Test
    void itIsDrainedWhenEveryKnownRecordIsRouted() {
        ends.events.put(P0, 1L);
        ends.events.put(P1, 2L);
        freshness.await(P0, 0);
        assertThat(freshness.drained()).isTrue();

        freshness.await(P1, 0);
        assertThat(freshness.drained()).isFalse();
        freshness.await(P1, 1);
        assertThat(freshness.drained()).isTrue();
    }

    @Test
    void whatIsLeftOfAnEventWaitsForTheIndexThatItHadAlready() {
        ends.subscriptions = 7;
        index.reached(5);
        assertThatThrownBy(() -> freshness.await(6)).isInstanceOf(StaleIndexException.class);

        index.reached(6);

        assertThat(freshness.await(6)).isEqualTo(6);
    }

    @Test
    void nothingMakesItWaitForMoreThanThereIs() {
        ends.subscriptions = 7;
        index.reached(7);

        assertThat(freshness.await(Long.MAX_VALUE)).isEqualTo(7);
    }

    @Test
    void theConnectionEndsWithTheLastTask() {
        freshness.join();
        freshness.join();
        freshness.await(P0, 0);

        freshness.leave();
        assertThat(ends.closed).isFalse();
        freshness.leave();
        assertThat(ends.closed).isTrue();
    }
}
