package io.fanwire.bench.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How evenly one callback was served that had more to take than its rate limit lets through.
 *
 * @param fewest requests in any second from the first that was full on, to the third last: before and after there is not enough to send;
 *     0 when none was ever full
 */
public record Rate(int posts, long fewest, long most, long refused) {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration EDGE = Duration.ofSeconds(3);

    /** {@code limit} is how many of one second the callback's rate limit lets through: with as many a second is full. */
    public static Rate of(Evidence evidence, String subscription, int limit) {
        List<Post> posts = evidence.history().posts().stream()
                .filter(post -> post.subscription().equals(subscription))
                .toList();
        List<Instant> times = posts.stream().map(Post::received).sorted().toList();
        long refused = posts.stream().filter(post -> !post.accepted()).count();
        if (times.isEmpty()) {
            return new Rate(0, 0, 0, refused);
        }
        boolean full = false;
        long fewest = Long.MAX_VALUE;
        long most = 0;
        Instant last = times.get(times.size() - 1);
        for (Instant start = times.get(0); !start.isAfter(last); start = start.plus(STEP)) {
            long count = within(times, start);
            most = Math.max(most, count);
            full |= count >= limit;
            if (full && start.isBefore(last.minus(EDGE))) {
                fewest = Math.min(fewest, count);
            }
        }
        return new Rate(posts.size(), fewest == Long.MAX_VALUE ? 0 : fewest, most, refused);
    }

    private static long within(List<Instant> times, Instant start) {
        Instant end = start.plus(SECOND);
        return times.stream()
                .filter(time -> !time.isBefore(start) && time.isBefore(end))
                .count();
    }
}
