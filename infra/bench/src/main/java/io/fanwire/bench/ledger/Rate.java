package io.fanwire.bench.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How evenly one callback was served.
 *
 * @param fewest requests in any second from the third on to the third last: before and after there is not enough to send
 */
public record Rate(int posts, long fewest, long most, long refused) {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration EDGE = Duration.ofSeconds(3);

    public static Rate of(Evidence evidence, String subscription) {
        List<Post> posts = evidence.history().posts().stream()
                .filter(post -> post.subscription().equals(subscription))
                .toList();
        List<Instant> times = posts.stream().map(Post::received).sorted().toList();
        long fewest = Long.MAX_VALUE;
        long most = 0;
        Instant end =
                times.isEmpty() ? Instant.EPOCH : times.get(times.size() - 1).minus(EDGE);
        Instant from = times.isEmpty() ? Instant.EPOCH : times.get(0).plus(EDGE);
        for (Instant start = from; start.isBefore(end); start = start.plus(STEP)) {
            Instant first = start;
            Instant last = start.plus(SECOND);
            long count = times.stream()
                    .filter(time -> !time.isBefore(first) && time.isBefore(last))
                    .count();
            fewest = Math.min(fewest, count);
            most = Math.max(most, count);
        }
        long refused = posts.stream().filter(post -> !post.accepted()).count();
        return new Rate(posts.size(), fewest == Long.MAX_VALUE ? 0 : fewest, most, refused);
    }
}
