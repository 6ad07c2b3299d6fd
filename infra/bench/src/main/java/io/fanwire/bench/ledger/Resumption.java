package io.fanwire.bench.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** How soon requests of every partition came again after a moment. */
public final class Resumption {
    /** What was on the wire at that moment says nothing. */
    private static final Duration ON_THE_WIRE = Duration.ofMillis(100);

    private final Map<Integer, TreeSet<Instant>> posts = new HashMap<>();

    private Resumption() {}

    public static Resumption of(Evidence evidence) {
        Resumption resumption = new Resumption();
        evidence.traces().forEach(trace -> trace.records().stream().findFirst().ifPresent(record -> trace.posts()
                .forEach(post -> resumption
                        .posts
                        .computeIfAbsent(record.at().partition(), p -> new TreeSet<>())
                        .add(post.received()))));
        return resumption;
    }

    /** The longest that any partition stood still from this moment on; those with nothing more to come do not count. */
    public Duration slowestAfter(Instant moment) {
        Duration slowest = Duration.ZERO;
        for (TreeSet<Instant> ofPartition : posts.values()) {
            Instant next = ofPartition.higher(moment.plus(ON_THE_WIRE));
            if (next != null && Duration.between(moment, next).compareTo(slowest) > 0) {
                slowest = Duration.between(moment, next);
            }
        }
        return slowest;
    }
}
