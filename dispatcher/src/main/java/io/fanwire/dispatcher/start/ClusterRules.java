package io.fanwire.dispatcher.start;

import io.fanwire.runtime.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * When a dispatcher must not start, each with its remedy.
 *
 * @param longestRetention of the topics it reads: offsets that are forgotten sooner would be read again from the beginning
 * @param wantedLease how long after its last poll a worker may start attempts; a member that is thought dead must have stopped
 *     before; empty: two thirds of the time after which it is
 * @param pollInterval longest time between two polls, after which a member leaves by itself
 * @param recordBytes what every delivery topic must take, or a hand-off could be refused
 * @param shortOffsetsAccepted whether the operator has said that the broker's setting is known and not to be changed
 */
record ClusterRules(
        Duration longestRetention,
        Optional<Duration> wantedLease,
        Duration pollInterval,
        int recordBytes,
        boolean shortOffsetsAccepted) {
    static final String ACCEPT = "dispatcher.accept.short.offset.retention";

    /** Kafka's own default, where a broker does not say. */
    private static final Duration USUAL_MEMBER_TIMEOUT = Duration.ofSeconds(45);

    /** What holds on this cluster (rule R9). */
    Duration lease(ClusterFacts facts) {
        return wantedLease.orElseGet(() -> deadline(facts).multipliedBy(2).dividedBy(3));
    }

    private Duration deadline(ClusterFacts facts) {
        Duration timeout = facts.memberTimeout().orElse(USUAL_MEMBER_TIMEOUT);
        return timeout.compareTo(pollInterval) < 0 ? timeout : pollInterval;
    }

    /** Why this cluster cannot be worked with; none when all is well. */
    List<String> refusals(ClusterFacts facts) {
        List<String> refusals = new ArrayList<>();
        if (facts.offsetRetention().compareTo(longestRetention) < 0 && !shortOffsetsAccepted) {
            refusals.add("the broker forgets the offsets of a stopped group after "
                    + DurationText.format(facts.offsetRetention()) + ", records are kept "
                    + DurationText.format(longestRetention) + ": raise offsets.retention.minutes, or set " + ACCEPT
                    + "=true if no dispatcher will ever be stopped that long");
        }
        if (lease(facts).compareTo(deadline(facts)) >= 0) {
            refusals.add("dispatcher.lease is " + DurationText.format(lease(facts))
                    + ", but a silent member loses its partitions after " + DurationText.format(deadline(facts))
                    + ": lower the lease, or raise the group's consumer.session.timeout.ms");
        }
        for (Map.Entry<String, Integer> topic : new TreeMap<>(facts.recordBytes()).entrySet()) {
            if (topic.getValue() < recordBytes) {
                refusals.add("max.message.bytes of " + topic.getKey() + " is " + topic.getValue() + ", " + recordBytes
                        + " are needed: a hand-off must fit wherever its delivery fitted");
            }
        }
        return refusals;
    }
}
