package io.fanwire.bench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlowStartTest {
    private static final Instant BACK = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void eachStepIsTwiceAsWideAfterAsManySuccesses() {
        assertThat(List.of(0L, 1L, 2L, 3L, 6L, 7L, 14L, 15L, 30L, 31L, 62L))
                .extracting(SlowStart::allowed)
                .containsExactly(1L, 2L, 2L, 4L, 4L, 8L, 8L, 16L, 16L, 32L, 32L);
        assertThat(SlowStart.allowed(63)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatIsInFlightBeyondTheStepIsCounted() {
        List<Post> slowly = List.of(post(0, 100), post(110, 200), post(120, 220), post(230, 300));
        List<Post> atOnce = List.of(post(0, 100), post(10, 110), post(120, 300), post(121, 300), post(122, 300));

        assertThat(SlowStart.tooMany(evidence(slowly), BACK, Set.of("c00"))).isZero();
        assertThat(SlowStart.tooMany(evidence(atOnce), BACK, Set.of("c00")))
                .as("the second before the probe was answered, the fifth while two were allowed")
                .isEqualTo(2);
        assertThat(SlowStart.tooMany(evidence(atOnce), BACK.plusMillis(50), Set.of("c00")))
                .as("what came before the callback was back is another story")
                .isEqualTo(2);
        assertThat(SlowStart.fewest(evidence(slowly), BACK, Set.of("c00"))).isEqualTo(4);
        assertThat(SlowStart.fewest(evidence(slowly), BACK, Set.of("c00", "c01")))
                .isZero();
    }

    private static Post post(int receivedMillis, int answeredMillis) {
        return new Post(
                "e1",
                "c00",
                1,
                BACK.plusMillis(receivedMillis + 1),
                Optional.of(BACK.plusMillis(answeredMillis + 1)),
                "204",
                "",
                Post.Signed.CURRENT,
                1,
                "/c/c00");
    }

    private static Evidence evidence(List<Post> posts) {
        return Evidence.of(new History(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new ArrayList<>(posts),
                Map.of(),
                List.of(),
                List.of(),
                new History.Ending(BACK, Optional.empty(), java.time.Duration.ZERO),
                Optional.empty()));
    }
}
