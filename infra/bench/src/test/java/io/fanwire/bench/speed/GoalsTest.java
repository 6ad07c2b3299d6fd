package io.fanwire.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GoalsTest {
    @Test
    void aGoalIsJudgedByTheMiddleOfItsRounds() {
        Goal chain = goal("whole chain, fan-out 1: deliveries/s", report(row("fan1", 1, 5, 0), row("fan1", 2, 4, 0)));
        ChainReport met =
                report(row("fan1", 0, 100, 0), row("fan1", 1, 5, 0), row("fan1", 2, 4, 0), row("fan1", 3, 3, 0));
        ChainReport missed = report(row("fan1", 1, 8, 0));

        assertThat(chain.goal()).isEqualTo("≥ 20,000");
        assertThat(chain.cameTo(met)).isEqualTo("25,000 (20,000 to 33,333)");
        assertThat(chain.verdict(met)).isEqualTo("met, 25 % to spare");
        assertThat(chain.verdict(missed)).isEqualTo("missed by 38 %");
        assertThat(chain.line(missed)).contains("≥ 20,000", "12,500 (12,500 to 12,500)", "missed by 38 %");
    }

    @Test
    void whatIsComparedRanInTheSameRound() {
        ChainReport report = report(
                cost("bare", 1, 10),
                cost("fan1", 1, 12),
                cost("bare", 2, 20),
                cost("fan1", 2, 26),
                cost("fan1", 3, 99));
        Goal dispatcher = goal("dispatcher, fan-out 1, all running: processor time ÷ bare loop", report);

        assertThat(dispatcher.cameTo(report)).isEqualTo("1.25 (1.20 to 1.30)");
        assertThat(dispatcher.verdict(report)).isEqualTo("met, 8 % to spare");
    }

    @Test
    void onlyLanesThatRanAreJudged() {
        assertThat(Goals.of(report())).isEmpty();
        assertThat(Goals.of(report(row("fan1", 0, 1, 0)))).isEmpty();
        assertThat(Goals.of(report(row("key", 1, 1, 0)))).singleElement().satisfies(goal -> assertThat(goal.lanes())
                .containsExactly("key"));
    }

    @Test
    void aRoundThatLostSomethingVoidsItsGoals() {
        ChainReport some = report(row("key", 1, 1, 0), row("key", 2, 1, 3));
        ChainReport more = report(row("key", 1, 1, -1));

        assertThat(goal("in order of 10,000 keys: deliveries/s", some).verdict(some))
                .isEqualTo("void");
        assertThat(goal("in order of 10,000 keys: deliveries/s", more).verdict(more))
                .isEqualTo("void");
        assertThat(some.voids()).containsExactly(some.rows().get(1));
        assertThat(row("key", 2, 1, 3).line()).endsWith("VOID: 3 did not come");
    }

    @Test
    void theGatewayAndTheTailOfTheHealthyAreJudgedToo() {
        ChainReport report = new ChainReport(
                "",
                "",
                "",
                2,
                1,
                0,
                List.of(row("many", 1, 10, 0), row("many-ill", 1, 11, 0)),
                List.of(new GatewayRow("publish100", 1, 100, 1, 9, 1, 0)),
                List.of(
                        new LatencyRow("many", 1, 100, 100, 5, 20, 30, 0),
                        new LatencyRow("many-ill", 1, 100, 90, 5, 25, 30, 0)));

        assertThat(Goals.of(report).stream().map(goal -> goal.cameTo(report)))
                .containsExactly("9.0 (9.0 to 9.0)", "91 % (91 % to 91 %)", "1.25 (1.25 to 1.25)");
    }

    private static Goal goal(String figure, ChainReport report) {
        return Goals.of(report).stream()
                .filter(goal -> goal.figure().equals(figure))
                .findFirst()
                .orElseThrow();
    }

    private static ChainReport report(ChainRow... rows) {
        return new ChainReport("", "", "", 2, 1, 0, List.of(rows), List.of(), List.of());
    }

    private static ChainRow row(String lane, int round, double seconds, long missing) {
        return new ChainRow(lane, round, 100_000, seconds, new ChainCosts(1, 2, 3, 4, 5), ChainMemory.NONE, 0, missing);
    }

    private static ChainRow cost(String lane, int round, double micros) {
        return new ChainRow(lane, round, 1, 1, new ChainCosts(0, micros, 0, 0, 0), ChainMemory.NONE, 0, 0);
    }
}
