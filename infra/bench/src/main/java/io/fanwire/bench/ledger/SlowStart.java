package io.fanwire.bench.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether callbacks that were away are spared when they are back: one request until the first success, then two at a time, and twice as
 * many with every step of as many successes, to 32. The sink sees a success before the sender does, and a request after it: whatever it
 * counts too many is too many.
 */
public final class SlowStart {
    private static final int WIDEST = 32;

    private SlowStart() {}

    /** Requests after the callbacks were back that found more in flight than was allowed, of all of them. */
    public static long tooMany(Evidence evidence, Instant back, Set<String> subscriptions) {
        return subscriptions.stream()
                .mapToLong(subscription -> tooMany(posts(evidence, back, subscription)))
                .sum();
    }

    /** Successes after they were back, of the one that had fewest. */
    public static long fewest(Evidence evidence, Instant back, Set<String> subscriptions) {
        return subscriptions.stream()
                .mapToLong(subscription -> posts(evidence, back, subscription).stream()
                        .filter(Post::accepted)
                        .count())
                .min()
                .orElse(0);
    }

    private static List<Post> posts(Evidence evidence, Instant back, String subscription) {
        return evidence.history().posts().stream()
                .filter(post -> post.subscription().equals(subscription)
                        && post.received().isAfter(back))
                .toList();
    }

    private static long tooMany(List<Post> posts) {
        List<Instant> successes = new ArrayList<>();
        posts.stream().filter(Post::accepted).forEach(post -> post.answered().ifPresent(successes::add));
        long tooMany = 0;
        for (Post post : posts) {
            Instant at = post.received();
            long known = successes.stream().filter(done -> !done.isAfter(at)).count();
            long inFlight = posts.stream()
                    .filter(other -> !other.received().isAfter(at)
                            && other.answered().map(done -> done.isAfter(at)).orElse(true))
                    .count();
            if (inFlight > allowed(known)) {
                tooMany++;
            }
        }
        return tooMany;
    }

    /** @param successes since the callback was back, that of the probe among them */
    static long allowed(long successes) {
        if (successes == 0) {
            return 1;
        }
        long step = 2;
        long left = successes - 1;
        while (left >= step && step <= WIDEST) {
            left -= step;
            step *= 2;
        }
        return step > WIDEST ? Long.MAX_VALUE : step;
    }
}
