package io.fanwire.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Ids sort by time, and a delivery's id follows from its match alone. */
class IdsTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
    private static final SubscriptionKey KEY = new SubscriptionKey("acme", "sub_1");

    @Test
    void newIdsAreDistinctAndSortAsTheyWereMade() {
        List<String> events = Stream.generate(Ids::event).limit(10_000).toList();

        assertThat(events).isSorted().doesNotHaveDuplicates().allMatch(id -> id.matches("evt_[0-9A-Za-z]{22}"));
        assertThat(Ids.subscription()).matches("sub_[0-9A-Za-z]{22}");
    }

    @Test
    void idsOfDeliveriesSortByTheTimeOfTheEvent() {
        List<String> ids = LongStream.concat(LongStream.of(0, 1), Seeds.random().longs(1000, 0, 1L << 47))
                .sorted()
                .distinct()
                .mapToObj(millis -> Ids.delivery(Instant.ofEpochMilli(millis), KEY, "orders", "evt_1", 0))
                .toList();

        assertThat(ids).as("seed %d", Seeds.SEED).isSorted().allMatch(id -> id.matches("dlv_[0-9A-Za-z]{22}"));
    }

    @Test
    void anEventsIdTellsWhenItWasMadeAndOtherTextsTellNothing() {
        Instant before = Instant.now();
        Instant made = Ids.timeOfEvent(Ids.event()).orElseThrow();

        assertThat(made).isBetween(before.minusSeconds(1), before.plusSeconds(60));
        assertThat(Stream.of(
                                "evt_1",
                                "evt_" + "z".repeat(22),
                                "evt_" + "0".repeat(22),
                                "evt_" + "!".repeat(22),
                                Ids.job(),
                                "")
                        .map(Ids::timeOfEvent))
                .allMatch(Optional::isEmpty);
    }

    @Test
    void theSameMatchGivesTheSameDelivery() {
        assertThat(Ids.delivery(TIME, KEY, "orders", "evt_1", 0)).isEqualTo("dlv_03236SQrTb7AHFwzFCWzQt");
    }

    @Test
    void everyPartOfAMatchMakesAnotherDelivery() {
        Set<String> ids = new HashSet<>(List.of(
                Ids.delivery(TIME, KEY, "orders", "evt_1", 0),
                Ids.delivery(TIME.plusMillis(1), KEY, "orders", "evt_1", 0),
                Ids.delivery(TIME, new SubscriptionKey("other", "sub_1"), "orders", "evt_1", 0),
                Ids.delivery(TIME, new SubscriptionKey("acme", "sub_2"), "orders", "evt_1", 0),
                Ids.delivery(TIME, KEY, "invoices", "evt_1", 0),
                Ids.delivery(TIME, KEY, "orders", "evt_2", 0),
                Ids.delivery(TIME, KEY, "orders", "evt_1", 1)));

        assertThat(ids).hasSize(7);
    }

    @Test
    void partsThatOnlyMeetElsewhereMakeAnotherDelivery() {
        Set<String> ids = new HashSet<>(List.of(
                Ids.delivery(TIME, new SubscriptionKey("ab", "x"), "c", "d", 0),
                Ids.delivery(TIME, new SubscriptionKey("a", "x"), "bc", "d", 0),
                Ids.delivery(TIME, new SubscriptionKey("a", "x"), "b", "cd", 0),
                Ids.delivery(TIME, new SubscriptionKey("a", "dx"), "b", "c", 0),
                Ids.delivery(TIME, new SubscriptionKey("", "x"), "abc", "d", 0),
                Ids.delivery(TIME, new SubscriptionKey("abc", "x"), "", "d", 0)));

        assertThat(ids).hasSize(6);
    }
}
