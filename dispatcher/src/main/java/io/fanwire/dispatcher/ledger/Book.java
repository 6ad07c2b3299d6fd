package io.fanwire.dispatcher.ledger;

import io.fanwire.schemas.Attempt.State;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of each delivery: made, ended, or found where it waits.
 *
 * <p>Nothing is counted by subtraction: what is not ended must be found, or it is unexplained. Confined to its owner's thread.
 */
final class Book {
    private static final int FOUND = 1;
    private static final int ENDED = 2;
    private static final int TOPIC_SHIFT = 2;

    private final LongIntTable deliveries = new LongIntTable();
    private final List<String> topics = new ArrayList<>();
    private final List<Counts> counts = new ArrayList<>();

    /** An event was accepted. */
    void accepted(String topic, boolean routed) {
        Counts of = counts.get(index(topic));
        of.accepted++;
        of.unrouted += routed ? 0 : 1;
    }

    /** Some of an event's deliveries are still to be made. */
    void left(String topic) {
        counts.get(index(topic)).unrouted++;
    }

    /** A delivery of this topic came into being. */
    void made(String topic, long delivery, boolean redriven) {
        int index = index(topic);
        Counts of = counts.get(index);
        if (deliveries.get(delivery) != LongIntTable.ABSENT) {
            of.doubled++;
            return;
        }
        deliveries.put(delivery, index << TOPIC_SHIFT);
        of.matched += redriven ? 0 : 1;
        of.redriven += redriven ? 1 : 0;
    }

    /** A delivery ended; one that was made before the account begins is not in it. */
    void ended(long delivery, State state) {
        int known = deliveries.get(delivery);
        if (known == LongIntTable.ABSENT) {
            return;
        }
        Counts of = counts.get(known >> TOPIC_SHIFT);
        if ((known & ENDED) != 0) {
            of.doubled++;
            return;
        }
        deliveries.put(delivery, known | ENDED);
        of.delivered += state == State.DELIVERED ? 1 : 0;
        of.deadLettered += state == State.DEAD_LETTERED ? 1 : 0;
        of.cancelled += state == State.CANCELLED ? 1 : 0;
    }

    /** A delivery lies where one waits. */
    void found(long delivery) {
        int known = deliveries.get(delivery);
        if (known != LongIntTable.ABSENT) {
            deliveries.put(delivery, known | FOUND);
        }
    }

    /** How many neither ended nor were found. */
    long missing() {
        long[] missing = new long[1];
        deliveries.forEachValue(known -> missing[0] += (known & (FOUND | ENDED)) == 0 ? 1 : 0);
        return missing[0];
    }

    List<LedgerLine> lines() {
        long[] pending = new long[topics.size()];
        long[] missing = new long[topics.size()];
        deliveries.forEachValue(known -> {
            int topic = known >> TOPIC_SHIFT;
            pending[topic] += (known & (FOUND | ENDED)) == FOUND ? 1 : 0;
            missing[topic] += (known & (FOUND | ENDED)) == 0 ? 1 : 0;
        });
        List<LedgerLine> lines = new ArrayList<>();
        for (int i = 0; i < topics.size(); i++) {
            lines.add(counts.get(i).line(topics.get(i), pending[i], missing[i]));
        }
        return lines;
    }

    private int index(String topic) {
        int index = topics.indexOf(topic);
        if (index >= 0) {
            return index;
        }
        topics.add(topic);
        counts.add(new Counts());
        return topics.size() - 1;
    }

    /** The counts of one topic; owned by the book. */
    private static final class Counts {
        private long accepted;
        private long unrouted;
        private long matched;
        private long redriven;
        private long delivered;
        private long deadLettered;
        private long cancelled;
        private long doubled;

        LedgerLine line(String topic, long pending, long missing) {
            return new LedgerLine(
                    topic,
                    accepted,
                    unrouted,
                    matched,
                    redriven,
                    delivered,
                    deadLettered,
                    cancelled,
                    pending,
                    doubled,
                    missing);
        }
    }
}
