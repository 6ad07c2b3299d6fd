package io.fanwire.bench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The texts were written by a dispatcher, for the mark 1,000. */
final class ProgressTextTest {
    private static final String BITS = "AQAWYjG/Agoa";
    private static final String RUNS = "AQH30ObdAgoFsxc=";
    private static final String GAPS = "AQNaaYTWAgrQDygFQDKZTCaTyWQymUwmk8lkMplMJpPJZDKZTCaTyWQymUwmk0k=";

    @Test
    void eachCodecIsRead() {
        assertThat(ProgressText.above(1000, BITS)).containsExactlyInAnyOrder(1001L, 1003L, 1004L);
        assertThat(ProgressText.above(1000, RUNS))
                .isEqualTo(LongStream.range(1005, 4000).boxed().collect(Collectors.toSet()));
        assertThat(ProgressText.above(1000, GAPS))
                .isEqualTo(IntStream.range(0, 2000)
                        .filter(i -> i % 50 != i / 50)
                        .mapToObj(i -> 1000L + i)
                        .collect(Collectors.toSet()));
    }

    @Test
    void whatIsNotAMapOfThisMarkClaimsNothing() {
        assertThat(ProgressText.above(1001, BITS)).isEmpty();
        for (String garbage : Set.of("", "?", "AQ==", "AgAWYjG/Agoa", BITS.substring(4))) {
            assertThat(ProgressText.above(1000, garbage)).as(garbage).isEmpty();
        }
    }
}
