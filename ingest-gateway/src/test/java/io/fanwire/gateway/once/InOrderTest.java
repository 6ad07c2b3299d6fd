package io.fanwire.gateway.once;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Event;
import io.fanwire.schemas.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InOrderTest {
    private static final long MILLI = 1_000_000;
    private static final Optional<UUID> A = Optional.of(new UUID(1, 1));
    private static final Optional<UUID> B = Optional.of(new UUID(2, 2));
    private static final Optional<UUID> ANY = Optional.empty();

    private final List<Work> flown = new ArrayList<>();

    /** Two events of one key with one of another between them, and one without a key. */
    private final InOrder order = new InOrder(
            List.of(Optional.of("k"), Optional.of("other"), Optional.of("k"), Optional.empty()), 0, flown::add);

    private final PlainEvent one = work();
    private final PlainEvent two = work();
    private final PlainEvent three = work();
    private final PlainEvent four = work();

    @Test
    void whateverIsWonFirstTheFirstEventComesFirst() {
        won(3, A, four);
        won(2, A, three);
        won(1, A, two);
        assertThat(flown).isEmpty();

        won(0, A, one);

        assertThat(flown).containsExactly(one, two, three, four);
    }

    @Test
    void whatNeedNotBePublishedHoldsNothingUp() {
        won(2, A, three);
        order.settled(0);
        order.settled(1);
        order.settled(1);
        order.settled(3);

        assertThat(flown).containsExactly(three);
    }

    @Test
    void aClaimThatIsNotSeenHoldsUpItsOwnKeyOnly() {
        won(3, A, four);
        won(2, A, three);
        won(1, A, two);
        order.hurry(299 * MILLI);
        assertThat(flown).isEmpty();
        assertThat(order.hurry(300 * MILLI)).as("one is undecided").isFalse();
        assertThat(flown).containsExactly(two, four);

        won(0, A, one);

        assertThat(flown).containsExactly(two, four, one, three);
        assertThat(order.hurry(301 * MILLI)).isTrue();
    }

    @Test
    void whatOneWaitsForMayEndWithoutBeingPublished() {
        won(2, A, three);
        order.hurry(300 * MILLI);
        assertThat(flown).isEmpty();

        order.settled(0);

        assertThat(flown).containsExactly(three);
    }

    @Test
    void underAnotherNameItWaitsUntilTheOneBeforeIsPublished() {
        order.hurry(300 * MILLI);
        won(0, A, one);
        won(2, B, three);
        assertThat(flown).containsExactly(one);

        order.settled(0);

        assertThat(flown).containsExactly(one, three);
    }

    @Test
    void whatTurnsOutVoidIsPublishedAgainInItsOrder() {
        order.hurry(300 * MILLI);
        won(0, A, one);
        won(2, A, three);
        assertThat(flown).containsExactly(one, three);

        order.voided(2);
        won(2, B, three);
        assertThat(flown).as("the first may yet be void too").hasSize(2);
        order.voided(0);
        won(0, B, one);

        assertThat(flown).containsExactly(one, three, one, three);
    }

    @Test
    void whatIsVoidBeforeAnythingFlowsIsWaitedForAnew() {
        won(0, A, one);
        order.voided(0);
        order.settled(1);
        order.settled(3);
        won(2, B, three);
        assertThat(flown).isEmpty();

        won(0, B, one);

        assertThat(flown).containsExactly(one, three);
    }

    @Test
    void anEventWithoutClaimIsWrittenUnderTheNameOfTheOneBeforeIt() {
        order.hurry(300 * MILLI);
        won(0, A, one);
        order.won(2, ANY, three::after);
        order.won(1, ANY, two::after);

        assertThat(flown).extracting(Work::owner).containsExactly(ANY, A, ANY);
    }

    @Test
    void whatAnotherRequestDidNotPublishAfterAllIsPublishedAtOnce() {
        order.behind(0);
        order.hurry(300 * MILLI);
        won(2, A, three);
        won(0, A, one);

        assertThat(flown).containsExactly(three, one);
    }

    @Test
    void whatAnotherRequestDidNotPublishAfterAllKeepsItsOrder() {
        order.behind(0);
        order.behind(2);
        order.settled(1);
        order.settled(3);
        won(2, B, three);
        assertThat(flown).as("the first is still another's").isEmpty();

        won(0, B, one);

        assertThat(flown).containsExactly(one, three);
    }

    @Test
    void twoRequestsDoNotWaitForEachOtherForLong() {
        order.behind(0);
        order.behind(2);
        order.settled(1);
        order.settled(3);
        won(2, B, three);
        order.hurry(400 * MILLI);
        order.hurry(699 * MILLI);
        assertThat(flown).isEmpty();

        assertThat(order.hurry(700 * MILLI)).as("the first is still another's").isFalse();
        assertThat(flown).containsExactly(three);

        order.settled(0);
        assertThat(order.hurry(701 * MILLI)).isTrue();
    }

    @Test
    void whatAnotherRequestDidPublishLetsTheNextOneGo() {
        order.behind(0);
        order.behind(2);
        order.settled(1);
        order.settled(3);
        won(2, B, three);

        order.settled(0);

        assertThat(flown).containsExactly(three);
    }

    private void won(int index, Optional<UUID> owner, Work work) {
        order.won(index, owner, follows -> work);
    }

    private static PlainEvent work() {
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
