package io.fanwire.gateway.once;

import java.util.UUID;
import java.util.function.Function;

/** A record of the topic of claims. What all gateways make of it follows from the order of these records. */
sealed interface ClaimLine {
    UUID owner();

    <R> R fold(
            Function<Claim, R> claim, Function<Release, R> release, Function<Lapse, R> lapse, Function<Alive, R> alive);

    /** Somebody wants to fill a slot. */
    record Claim(ClaimId id, Slot slot, long fingerprint) implements ClaimLine {
        @Override
        public UUID owner() {
            return id.owner();
        }

        @Override
        public <R> R fold(
                Function<Claim, R> claim,
                Function<Release, R> release,
                Function<Lapse, R> lapse,
                Function<Alive, R> alive) {
            return claim.apply(this);
        }
    }

    /** The owner of a claim has not filled the slot and never will by this claim. */
    record Release(ClaimId id, Slot slot) implements ClaimLine {
        @Override
        public UUID owner() {
            return id.owner();
        }

        @Override
        public <R> R fold(
                Function<Claim, R> claim,
                Function<Release, R> release,
                Function<Lapse, R> lapse,
                Function<Alive, R> alive) {
            return release.apply(this);
        }
    }

    /**
     * An owner has been shut out and can write nothing any more: what it has filled is told by entries before an offset, and nothing
     * else will come of its claims.
     *
     * @param entriesEnd that offset, in the partition of entries with the number of this one
     */
    record Lapse(UUID owner, long entriesEnd) implements ClaimLine {
        @Override
        public <R> R fold(
                Function<Claim, R> claim,
                Function<Release, R> release,
                Function<Lapse, R> lapse,
                Function<Alive, R> alive) {
            return lapse.apply(this);
        }
    }

    /** An owner with open claims is at work. */
    record Alive(UUID owner) implements ClaimLine {
        @Override
        public <R> R fold(
                Function<Claim, R> claim,
                Function<Release, R> release,
                Function<Lapse, R> lapse,
                Function<Alive, R> alive) {
            return alive.apply(this);
        }
    }
}
