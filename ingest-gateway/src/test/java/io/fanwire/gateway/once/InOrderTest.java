package io.fanwire.gateway.once;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Event;
import io.fanwire.schemas.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InOrderTest {
    private static final long MILLI = 1_000_000;

    private final List<Work> flown = new ArrayList<>();
    private final InOrder order = new InOrder(3, 0, flown::add);
    private final Work one = work();
    private final Work two = work();
    private final Work three = work();

    @Test
    void whateverIsWonFirstTheFirstEventComesFirst() {
        order.won(2, three);
        order.won(1, two);
        assertThat(flown).isEmpty();

        order.won(0, one);

        assertThat(flown).containsExactly(one, two, three);
    }

    @Test
    void whatNeedNotBePublishedHoldsNothingUp() {
        order.won(2, three);
        order.settled(0);
        order.settled(1);
        order.settled(1);

        assertThat(flown).containsExactly(three);
    }

    @Test
    void nobodyWaitsLongForAClaimThatIsNotSeen() {
        order.won(1, two);
        assertThat(order.hurry(299 * MILLI)).isFalse();
        assertThat(order.hurry(300 * MILLI)).isTrue();
        order.won(0, one);

        assertThat(flown).containsExactly(two, one);
    }

    private static Work work() {
        return new PlainEvent(
                new Event(
                        "t",
                        "orders",
                        "e",
                        "a",
                        "/x",
                        Instant.EPOCH,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        Map.of(),
                        Payload.utf8("1")),
                0);
    }
}
