package io.fanwire.bench.speed.chain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {
    @Test
    void aPathSaysItsLaneAndHowItIsAnswered() {
        assertThat(SinkPath.parse("/fan1/0")).isEqualTo(new SinkPath("fan1", 0, SinkPath.hash("/fan1/0")));
        assertThat(SinkPath.parse("/d50/slow/3")).isEqualTo(new SinkPath("slow", 50, SinkPath.hash("/d50/slow/3")));
        assertThat(SinkPath.parse("/never/ill/3").delayMillis()).isNegative();
        assertThat(SinkPath.parse("/never/ill/3").lane()).isEqualTo("ill");
        assertThat(SinkPath.parse("/dx/3").lane()).isEqualTo("dx");
        assertThat(SinkPath.parse("/raw").lane()).isEqualTo("raw");
        assertThat(SinkPath.parse("").lane()).isEmpty();
    }

    @Test
    void anIdTellsWhenItsEventWasToBeSent() {
        assertThat(TimedId.micros(TimedId.of(1_700_000_000_123_456L, 17))).hasValue(1_700_000_000_123_456L);
        assertThat(TimedId.of(1_700_000_000_123_456L, 17)).isEqualTo("t1700000000123456-17");
        assertThat(TimedId.micros("e17")).isEmpty();
        assertThat(TimedId.micros("t17-1")).isEmpty();
        assertThat(TimedId.micros("t17000000001234x6-17")).isEmpty();
        assertThat(TimedId.micros("t17000000001234567-1")).isEmpty();
    }

    @Test
    void pairsCountOnceAndSoDoTheirTimes() {
        Tally tally = new Tally();
        SinkPath one = SinkPath.parse("/fan1/0");
        SinkPath other = SinkPath.parse("/fan1/1");
        tally.came(one, "e1");
        tally.came(one, "e1");
        tally.came(other, "e1");
        assertThat(tally.line()).isEqualTo("3 2 0 0 0 0");

        String timed = TimedId.of(TimedId.now() - 5_000_000, 1);
        tally.came(one, timed);
        tally.came(one, timed);
        assertThat(tally.line()).startsWith("5 3 1 5");

        tally.forgetLatencies();
        assertThat(tally.line()).isEqualTo("5 3 0 0 0 0");
    }
}
