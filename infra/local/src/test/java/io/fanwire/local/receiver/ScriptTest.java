package io.fanwire.local.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Scripts decide by event id and request number alone. */
final class ScriptTest {
    private static final int EVENTS = 5_000;

    @Test
    void aFlakyReceiverFailsAboutOneFirstRequestInFive() {
        assertThat(failures(Script.flaky(42, 0.2), 1)).isBetween(EVENTS * 18L / 100, EVENTS * 22L / 100);
    }

    @Test
    void aFlakyReceiverFailsSomeSecondRequestsAndNoThirdOne() {
        Script flaky = Script.flaky(42, 0.2);

        assertThat(failures(flaky, 2)).isBetween(EVENTS * 3L / 100, EVENTS * 7L / 100);
        assertThat(failures(flaky, 3)).isZero();
    }

    @Test
    void anEventThatFailsItsSecondRequestFailedItsFirstToo() {
        Script flaky = Script.flaky(42, 0.2);

        assertThat(ids().stream().filter(id -> fails(flaky, id, 2))).allMatch(id -> fails(flaky, id, 1));
    }

    @Test
    void aFlakyReceiverFailsInEveryWay() {
        Script flaky = Script.flaky(42, 0.2);

        assertThat(ids().stream().map(id -> flaky.reply(id, 1)).distinct())
                .containsExactlyInAnyOrder(Reply.now(200), Reply.now(500), Reply.now(503), new Reply.Drop());
    }

    @Test
    void theSameSeedGivesTheSameReplies() {
        assertThat(ids()).allMatch(id -> Script.flaky(7, 0.2)
                .reply(id, 1)
                .equals(Script.flaky(7, 0.2).reply(id, 1)));
        assertThat(ids()).anyMatch(id -> fails(Script.flaky(7, 0.2), id, 1) != fails(Script.flaky(8, 0.2), id, 1));
    }

    @Test
    void aFailingReceiverFailsItsShareWithItsStatusAndKeepsItsDelay() {
        Script failing = Script.failing(1, 0.5, 418, Duration.ofMillis(20));

        assertThat(ids().stream().map(id -> failing.reply(id, 1)).distinct())
                .containsExactlyInAnyOrder(
                        new Reply.Status(200, Duration.ofMillis(20)), new Reply.Status(418, Duration.ofMillis(20)));
    }

    private static List<String> ids() {
        return IntStream.range(0, EVENTS).mapToObj(i -> "event-" + i).toList();
    }

    private static long failures(Script script, int request) {
        return ids().stream().filter(id -> fails(script, id, request)).count();
    }

    private static boolean fails(Script script, String id, int request) {
        return !script.reply(id, request).equals(Reply.now(200));
    }
}
