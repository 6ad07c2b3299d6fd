package io.fanwire.bench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void countsFromTheFirstFullSecondToTheThirdLast() {
        List<Post> posts = new ArrayList<>();
        posts.addAll(evenly(0, 5, 3));
        posts.addAll(evenly(5, 20, 10));

        assertThat(rate(posts)).isEqualTo(new Rate(165, 10, 10, 0));
    }

    @Test
    void aSecondWithTooFewOrTooManyShows() {
        List<Post> posts = new ArrayList<>();
        posts.addAll(evenly(0, 5, 10));
        posts.addAll(evenly(5, 6, 4));
        posts.addAll(evenly(6, 12, 10));
        posts.addAll(evenly(12, 13, 14));
        posts.addAll(evenly(13, 20, 10));

        assertThat(rate(posts)).isEqualTo(new Rate(198, 4, 14, 0));
    }

    @Test
    void wasNoSecondEverFullThenNoneWasServedAsItMay() {
        assertThat(rate(evenly(0, 20, 8)).fewest()).isZero();
        assertThat(rate(List.of())).isEqualTo(new Rate(0, 0, 0, 0));
    }

    private static Rate rate(List<Post> posts) {
        Doctored run = new Doctored();
        run.posts.clear();
        run.posts.addAll(posts);
        return Rate.of(run.evidence(), "c00", 10);
    }

    /** So many in each second. */
    private static List<Post> evenly(int from, int to, int each) {
        return IntStream.range(from * each, to * each)
                .mapToObj(n -> START.plusNanos(n * (1_000_000_000L / each)))
                .map(RateTest::post)
                .toList();
    }

    private static Post post(Instant received) {
        return new Post("e", "c00", 1, received, Optional.of(received), "204", "", Post.Signed.CURRENT, 1, "/c/c00");
    }
}
