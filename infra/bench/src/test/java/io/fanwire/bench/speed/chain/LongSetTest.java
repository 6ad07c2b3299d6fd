package io.fanwire.bench.speed.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LongSetTest {
    @Test
    void itCountsWhatASetCounts() {
        SplittableRandom random = new SplittableRandom(17);
        LongSet set = new LongSet();
        Set<Long> expected = new HashSet<>();
        for (int n = 0; n < 200_000; n++) {
            long number = random.nextLong(100_000) * 0x9e3779b97f4a7c15L + 7;

            assertThat(set.add(number)).isEqualTo(expected.add(number));
        }

        assertThat(set.size()).isEqualTo(expected.size());
    }
}
