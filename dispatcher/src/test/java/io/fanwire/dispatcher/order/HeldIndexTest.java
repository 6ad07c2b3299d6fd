package io.fanwire.dispatcher.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.fixture.Seeds;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The index agrees with a sorted map, whatever is added, located and taken out. */
class HeldIndexTest {
    @Test
    void itAgreesWithASortedMap() {
        RandomGenerator random = Seeds.random();
        for (int run = 0; run < 200; run++) {
            HeldIndex index = new HeldIndex();
            TreeMap<Long, Long> model = new TreeMap<>();
            for (int step = 0; step < 300; step++) {
                long place = random.nextInt(60);
                int dice = random.nextInt(10);
                if (dice < 3) {
                    index.put(place, 100 + step);
                    model.put(place, 100L + step);
                } else if (dice < 6) {
                    index.putAbove(place, 100 + step);
                    model.put(place, -1L - (100 + step));
                } else if (dice < 8) {
                    long found = step;
                    index.located(place, found);
                    model.computeIfPresent(place, (same, offset) -> offset < 0 ? (Long) found : offset);
                } else if (!model.isEmpty()) {
                    index.removeFirst();
                    model.pollFirstEntry();
                }
                assertThat(index.isEmpty()).isEqualTo(model.isEmpty());
                assertThat(index.size()).isEqualTo(model.size());
                if (!model.isEmpty()) {
                    assertThat(index.firstPlace()).isEqualTo(model.firstKey());
                    assertThat(index.firstOffset()).isEqualTo(model.firstEntry().getValue());
                }
            }
        }
    }

    @Test
    void itsBoundLiesBelowOneThatCameBackAndItsSuccessor() {
        HeldIndex index = new HeldIndex();
        index.put(6, 20);
        index.putAbove(7, 21);
        index.putAbove(5, 40);

        assertThat(index.bound()).isEqualTo(20);
    }
}
