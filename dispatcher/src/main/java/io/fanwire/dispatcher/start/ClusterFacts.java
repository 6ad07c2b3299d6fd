package io.fanwire.dispatcher.start;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a cluster says of itself that a dispatcher's promises rest on.
 *
 * @param offsetRetention how long the broker remembers the offsets of a group without members
 * @param memberTimeout after how long a silent member of our group loses its partitions; empty: the broker does not say
 * @param partitions how many the delivery topics have
 * @param recordBytes the largest record of each delivery topic
 */
record ClusterFacts(
        Duration offsetRetention, Optional<Duration> memberTimeout, int partitions, Map<String, Integer> recordBytes) {
    ClusterFacts {
        recordBytes = Map.copyOf(recordBytes);
    }
}
