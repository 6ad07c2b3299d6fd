package io.fanwire.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HotSubscriptionsTest {
    private static final CompiledSubscription BUSY = CompiledSubscription.of(
            Samples.subscription("acme", "busy", Optional.empty(), Subscription.Format.RAW, List.of()), 1);
    private static final List<CompiledSubscription> OTHERS = IntStream.range(0, 100)
            .mapToObj(n -> CompiledSubscription.of(
                    Samples.subscription("acme", "s" + n, Optional.empty(), Subscription.Format.RAW, List.of()), 1))
            .toList();

    private final HotSubscriptions hot = new HotSubscriptions();

    private void events(CompiledSubscription to, int times, long at) {
        for (int i = 0; i < times; i++) {
            hot.count(List.of(to), at);
        }
    }

    @Test
    void oneWithMostOfManyDeliveriesIsHotForAMinute() {
        events(BUSY, 127, 1_000);
        assertThat(hot.isHot(BUSY)).isFalse();
        events(BUSY, 1, 2_999);
        assertThat(hot.isHot(BUSY)).isTrue();

        events(OTHERS.get(0), 1, 62_998);
        assertThat(hot.isHot(BUSY)).isTrue();
        events(OTHERS.get(0), 1, 65_000);
        assertThat(hot.isHot(BUSY)).isFalse();
    }

    @Test
    void oneWithFewDeliveriesInTheTimeIsNot() {
        for (int second = 0; second < 100; second++) {
            events(BUSY, 60, second * 1_000L);
        }

        assertThat(hot.isHot(BUSY)).isFalse();
    }

    @Test
    void oneAmongManyIsNotHoweverMuchTheyGet() {
        for (int n = 0; n < 500; n++) {
            OTHERS.forEach(other -> hot.count(List.of(other), 1_000));
        }

        assertThat(OTHERS).noneMatch(hot::isHot);
    }

    @Test
    void oneThatSharesEveryEventWithManyIsNot() {
        List<CompiledSubscription> all = new ArrayList<>(OTHERS);
        all.add(BUSY);
        for (int n = 0; n < 1_000; n++) {
            hot.count(all, 1_000);
        }

        assertThat(hot.isHot(BUSY)).isFalse();
    }

    @Test
    void anOrderedOneNeverIs() {
        for (Subscription.Ordering ordering : List.of(Subscription.Ordering.KEY, Subscription.Ordering.STRICT)) {
            CompiledSubscription ordered = CompiledSubscription.of(
                    Samples.subscription(
                            "acme", "ordered", Optional.empty(), Subscription.Format.RAW, ordering, List.of()),
                    1);
            events(ordered, 1_000, 1_000);

            assertThat(hot.isHot(ordered)).isFalse();
        }
    }

    @Test
    void aHotOneThatIsPutInOrderIsSpreadNoMore() {
        events(BUSY, 200, 1_000);

        CompiledSubscription ordered = CompiledSubscription.of(
                Samples.subscription(
                        "acme",
                        "busy",
                        Optional.empty(),
                        Subscription.Format.RAW,
                        Subscription.Ordering.KEY,
                        List.of()),
                2);
        assertThat(hot.isHot(BUSY)).isTrue();
        assertThat(hot.isHot(ordered)).isFalse();
    }

    @Test
    void eachPartitionHasItsTurn() {
        events(BUSY, 200, 1_000);

        assertThat(IntStream.range(0, 6).map(n -> hot.next(BUSY, 3)).toArray()).containsExactly(1, 2, 0, 1, 2, 0);
    }
}
