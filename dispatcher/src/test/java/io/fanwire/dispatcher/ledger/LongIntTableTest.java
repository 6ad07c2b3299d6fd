package io.fanwire.dispatcher.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.fixture.Seeds;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LongIntTableTest {
    @Test
    void itKeepsWhatAMapKeeps() {
        RandomGenerator random = Seeds.random();
        LongIntTable table = new LongIntTable();
        Map<Long, Integer> model = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            // close keys meet in the table
            long key = random.nextBoolean() ? random.nextLong() | 1 : 1 + random.nextInt(50_000);
            int value = random.nextInt(1 << 20);
            table.put(key, value);
            model.put(key, value);
        }

        assertThat(table.size()).isEqualTo(model.size());
        model.forEach((key, value) -> assertThat(table.get(key)).isEqualTo(value));
        assertThat(table.get(-2)).isEqualTo(model.getOrDefault(-2L, LongIntTable.ABSENT));
    }

    @Test
    void generationsOfADeliveryAreDifferent() {
        Set<Long> hashes = new HashSet<>();
        for (int id = 0; id < 20_000; id++) {
            for (int generation = 0; generation < 5; generation++) {
                hashes.add(DeliveryHash.of("dlv_" + id, generation));
            }
        }

        assertThat(hashes).hasSize(100_000).doesNotContain(0L);
    }
}
