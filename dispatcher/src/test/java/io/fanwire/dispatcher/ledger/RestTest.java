package io.fanwire.dispatcher.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RestTest {
    private final List<Long> pauses = new ArrayList<>();

    @Test
    void itIsAsManyTimesAsLongAsTheWorkButNoLongerThanASecond() {
        Rest rest = new Rest(3, pauses::add);

        rest.after(10_000_000);
        rest.after(900_000_000);

        assertThat(pauses).containsExactly(30_000_000L, 1_000_000_000L);
    }

    @Test
    void whoIsWaitedForDoesNotRest() {
        new Rest(0, pauses::add).after(10_000_000);

        assertThat(pauses).isEmpty();
    }
}
