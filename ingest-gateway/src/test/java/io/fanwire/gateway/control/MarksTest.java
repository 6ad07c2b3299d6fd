package io.fanwire.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarksTest {
    @Test
    void textSaysTheSame() {
        Marks marks = new Marks(Map.of(0, 0L, 2, 35L, 5, 4_000_000_000_000_000_000L));

        assertThat(marks).hasToString("0..z..." + Long.toString(4_000_000_000_000_000_000L, 36));
        assertThat(Marks.parse(marks.toString())).contains(marks);
    }

    @Test
    void marksOfFortyEightPartitionsFitAUrl() {
        Map<Integer, Long> offsets = new HashMap<>();
        for (int partition = 0; partition < 48; partition++) {
            offsets.put(partition, 10_000_000_000L + partition);
        }

        assertThat(new Marks(offsets).toString().length()).isLessThan(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1:2", "A", "-1", "1.1.zzzzzzzzzzzzz", " "})
    void otherTextIsNone(String text) {
        assertThat(Marks.parse(text)).isEmpty();
    }
}
