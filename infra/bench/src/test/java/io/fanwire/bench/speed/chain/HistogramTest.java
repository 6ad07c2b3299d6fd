package io.fanwire.bench.speed.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class HistogramTest {
    @Test
    void smallNumbersAreKeptAsTheyAre() {
        Histogram histogram = new Histogram();
        for (int n = 1; n <= 100; n++) {
            histogram.add(n);
        }

        assertThat(histogram.total()).isEqualTo(100);
        assertThat(histogram.quantile(0.5)).isEqualTo(50);
        assertThat(histogram.quantile(0.99)).isEqualTo(99);
        assertThat(histogram.quantile(1)).isEqualTo(100);
    }

    @Test
    void largeOnesToOnePartIn64AndNeverTooSmall() {
        SplittableRandom random = new SplittableRandom(7);
        Histogram histogram = new Histogram();
        long[] numbers = random.longs(10_000, 0, 60_000_000).toArray();
        Arrays.stream(numbers).forEach(histogram::add);
        Arrays.sort(numbers);

        for (double share : new double[] {0.01, 0.5, 0.99, 0.999, 1}) {
            long exact = numbers[(int) Math.ceil(share * numbers.length) - 1];
            assertThat(histogram.quantile(share))
                    .isGreaterThanOrEqualTo(exact)
                    .isCloseTo(exact, Percentage.withPercentage(100 / 64.0));
        }
    }

    @Test
    void theEndsAreThere() {
        Histogram histogram = new Histogram();
        assertThat(histogram.quantile(0.5)).isZero();

        histogram.add(-3);
        assertThat(histogram.quantile(1)).isZero();
        histogram.add(Long.MAX_VALUE);
        assertThat(histogram.quantile(1)).isEqualTo(Long.MAX_VALUE);

        histogram.clear();
        assertThat(histogram.total()).isZero();
        assertThat(histogram.quantile(0.5)).isZero();
    }
}
