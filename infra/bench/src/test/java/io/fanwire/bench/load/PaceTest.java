package io.fanwire.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When the nth event is due. */
class PaceTest {
    private static Load.Pace pace(double perSecond, double ramp) {
        return new Load.Pace(0, 1_000_000, perSecond, ramp, 10, 4);
    }

    @Test
    void withoutARampEachSecondHasAsMany() {
        assertThat(pace(400, 0).after(0)).isZero();
        assertThat(pace(400, 0).after(400)).isEqualTo(1_000_000_000L);
        assertThat(pace(400, 0).after(4_000)).isEqualTo(10_000_000_000L);
    }

    @Test
    void aRampHasHalfOfWhatItsTimeWouldHave() {
        assertThat(pace(400, 60).after(0)).isZero();
        assertThat(pace(400, 60).after(3_000)).isEqualTo(30_000_000_000L);
        assertThat(pace(400, 60).after(12_000)).isEqualTo(60_000_000_000L);
        assertThat(pace(400, 60).after(12_400)).isEqualTo(61_000_000_000L);
    }

    @Test
    void noEventIsDueBeforeTheOneBeforeIt() {
        Load.Pace pace = pace(400, 60);
        for (long n = 1; n < 20_000; n++) {
            assertThat(pace.after(n)).isGreaterThan(pace.after(n - 1));
        }
    }

    @Test
    void withoutAPaceAllAreDueAtOnce() {
        assertThat(pace(0, 60).after(1_000)).isZero();
    }
}
