package io.fanwire.bench.ledger;

import java.util.Set;

/**
 * The progress of one partition, as committed.
 *
 * @param offset everything below is claimed to be done
 * @param above offsets at and above it that are claimed to be done
 * @param metadataCharacters the size of what says so
 */
public record Committed(long offset, Set<Long> above, int metadataCharacters) {
    public static final Committed NOTHING = new Committed(0, Set.of(), 0);

    public Committed {
        above = Set.copyOf(above);
    }

    boolean claims(long other) {
        return other < offset || above.contains(other);
    }
}
