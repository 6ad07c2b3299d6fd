package io.fanwire.dispatcher.lane;

import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static io.fanwire.dispatcher.fixture.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Who gets a place for an attempt, and who may wait in memory. */
final class CallbackLanesRoomTest {
    private static final SubscriptionKey A = key("a");
    private static final SubscriptionKey B = key("b");
    private static final SubscriptionKey C = key("c");

    @Test
    void aCallbackGetsNoMoreThanATenthOfThePlaces() {
        LaneWorld small = new LaneWorld(20, 256);
        small.subscribe(A, 1000);

        small.accept(A, "1", "2", "3");

        assertThat(small.begun).containsExactly("1", "2");
    }

    @Test
    void howeverManyCallbacksTakeTheirTimeThereIsAPlaceForAnother() {
        LaneWorld hundred = new LaneWorld(100, 256);
        for (int n = 0; n < 12; n++) {
            hundred.subscribe(key("slow" + n), 32);
            hundred.accept(key("slow" + n), numbers(100 * n, 100 * n + 20));
        }
        assertThat(hundred.begun).as("twelve of ten each would be too many").hasSizeBetween(90, 99);
        hundred.subscribe(A, 32);

        hundred.accept(A, "a1", "a2");
        assertThat(hundred.begun).contains("a1");
        hundred.deliver("a1");

        assertThat(hundred.begun).contains("a2");
    }

    @Test
    void aSmallWorkerStillGivesEveryCallbackOnePlace() {
        LaneWorld tiny = new LaneWorld(3, 256);
        tiny.subscribe(A, 32);

        tiny.accept(A, "1", "2");

        assertThat(tiny.begun).containsExactly("1");
    }

    @Test
    void placesThatBecomeFreeGoToThoseWhoWaitInTurn() {
        LaneWorld two = new LaneWorld(2, 256);
        List.of(A, B, C).forEach(key -> two.subscribe(key, 32));
        two.accept(A, "a1", "a2", "a3");
        two.accept(B, "b1", "b2");
        two.accept(C, "c1", "c2");
        assertThat(two.begun).containsExactly("a1", "b1");

        two.deliver("a1");
        assertThat(two.begun).containsExactly("a1", "b1", "c1");
        two.deliver("b1");
        assertThat(two.begun).containsExactly("a1", "b1", "c1", "a2");
        two.deliver("c1");
        assertThat(two.begun).containsExactly("a1", "b1", "c1", "a2", "b2");
        two.deliver("a2");

        assertThat(two.begun).containsExactly("a1", "b1", "c1", "a2", "b2", "c2");
        assertThat(two.places.taken()).isEqualTo(2);
    }

    @Test
    void aPlaceIsNotWastedOnALaneThatLostItsJobs() {
        LaneWorld one = new LaneWorld(1, 256);
        TopicPartition other = new TopicPartition("deliveries", 1);
        List.of(A, B, C).forEach(key -> one.subscribe(key, 32));
        one.accept(A, "a1");
        one.lanes.accept(List.of(one.job("b1", B, other, Instant.EPOCH)));
        one.accept(C, "c1");
        one.lanes.release(Set.of(other));

        one.deliver("a1");

        assertThat(one.begun).containsExactly("a1", "c1");
    }

    @Test
    void placesHeldByAnEarlierWorkersAttemptsComeBackToTheNextOne() {
        LaneWorld one = new LaneWorld(1, 256);
        one.subscribe(A, 32);
        one.accept(A, "old");
        CallbackLanes next = one.newLanes();
        next.accept(List.of(one.job("new", A)));
        one.loop.run();
        assertThat(one.begun).containsExactly("old");

        one.deliver("old");

        assertThat(one.begun).containsExactly("old", "new");
    }

    @Test
    void aLaneThatIsFullSendsTheRestAway() {
        LaneWorld small = new LaneWorld(1000, 2);
        small.subscribe(A, 1);

        small.accept(A, "1", "2", "3", "4");

        Finished full = small.only();
        assertThat(full.job().delivery().id()).isEqualTo("4");
        assertThat(full.step()).contains(new NextStep.Defer(NOW.plus(LaneWorld.DEFERRAL)));
        assertThat(full.report()).isEmpty();
    }

    @Test
    void aFastCallbackMayLetAsManyWaitAsItTookInASecond() {
        LaneWorld small = new LaneWorld(1000, 2);
        small.subscribe(A, 1);
        small.accept(A, "0");
        for (int i = 0; i < 5; i++) {
            small.accept(A, Integer.toString(i + 1));
            small.deliver(Integer.toString(i));
        }
        small.finished.clear();

        small.accept(A, "6", "7", "8", "9", "10");
        assertThat(small.finished).as("room for five").isEmpty();

        small.accept(A, "11");

        assertThat(small.finishedIds()).containsExactly("11");
    }

    @Test
    void theRoomShrinksAgainWhenTheCallbackSlowsDown() {
        LaneWorld small = new LaneWorld(1000, 2);
        small.subscribe(A, 1);
        small.accept(A, "first", "1", "2");
        small.deliver("first");
        small.deliver("1");
        small.loop.advance(Duration.ofSeconds(3));

        small.accept(A, "3", "4", "5");

        assertThat(small.finishedIds()).containsExactly("first", "1", "5");
    }

    @Test
    void whatACallbackThatIsBehindSendsAwayComesBackTwiceAsFastAsItIsTaken() {
        LaneWorld small = new LaneWorld(1000, 2);
        small.subscribe(A, 1);
        small.accept(A, "0", "1", "2");
        for (int second = 0; second < 3; second++) {
            small.loop.advance(Duration.ofSeconds(1));
            small.deliver(Integer.toString(second));
            small.accept(A, Integer.toString(second + 3));
        }
        small.finished.clear();

        small.accept(A, numbers(100, 145));

        assertThat(small.finished).hasSize(45);
        assertThat(fromFirstToLastOf45(small))
                .as("it took one a second: 2 and the 20 that are always let come")
                .isBetween(Duration.ofMillis(1_950), Duration.ofMillis(2_050));
    }

    @Test
    void aBurstOfWhichNobodyKnowsHowFastItIsTakenComesBackSoon() {
        LaneWorld small = new LaneWorld(1000, 2);
        small.subscribe(A, 1);

        small.accept(A, numbers(0, 48));

        assertThat(small.finished).hasSize(45);
        assertThat(fromFirstToLastOf45(small)).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void aCallbackThatHasNotAnsweredYetIsNotTakenForASlowOne() {
        LaneWorld small = new LaneWorld(1000, 2);
        small.subscribe(A, 1);
        small.accept(A, "0", "1", "2");
        small.loop.advance(Duration.ofSeconds(4));

        small.accept(A, numbers(100, 145));

        assertThat(small.finished).hasSize(45);
        assertThat(fromFirstToLastOf45(small)).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void aFastCallbackIsNotForgottenOverASecondInWhichNothingWasSent() {
        LaneWorld small = new LaneWorld(1000, 2);
        small.subscribe(A, 1);
        small.accept(A, "0", "1");
        for (int i = 0; i < 100; i++) {
            small.accept(A, Integer.toString(i + 2));
            small.deliver(Integer.toString(i));
        }
        small.loop.advance(Duration.ofSeconds(3));
        small.finished.clear();

        small.accept(A, numbers(200, 246));

        assertThat(fromFirstToLastOf45(small))
                .as("a hundred a second, less a fifth for each second since: 2 x 64 and 20")
                .isBetween(Duration.ofMillis(250), Duration.ofMillis(400));
    }

    @Test
    void thoseThatHaveSomethingWaitingShareWhatComesBack() {
        LaneWorld small = new LaneWorld(1000, 2);
        List<SubscriptionKey> many =
                IntStream.range(0, 50).mapToObj(i -> key("s" + i)).toList();
        many.forEach(key -> small.subscribe(key, 1));
        many.forEach(key -> small.accept(key, key.id() + "-0", key.id() + "-1"));
        small.subscribe(A, 1);

        small.accept(A, numbers(0, 48));

        assertThat(fromFirstToLastOf45(small))
                .as("five thousand a second, among fifty-one")
                .isBetween(Duration.ofMillis(430), Duration.ofMillis(470));

        many.forEach(key -> {
            small.deliver(key.id() + "-0");
            small.deliver(key.id() + "-1");
        });
        small.finished.clear();
        small.accept(A, numbers(50, 95));
        assertThat(fromFirstToLastOf45(small))
                .as("alone again")
                .isBetween(Duration.ofMillis(80), Duration.ofMillis(100));
    }

    private static String[] numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
    }

    private static Duration fromFirstToLastOf45(LaneWorld world) {
        return Duration.between(returnOf(world, 0), returnOf(world, 44));
    }

    private static Instant returnOf(LaneWorld world, int nth) {
        return world.finished
                .get(nth)
                .step()
                .map(step -> ((NextStep.Defer) step).due())
                .orElseThrow();
    }
}
