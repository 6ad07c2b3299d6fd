package io.fanwire.schemas;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An ordered lane whose later deliveries are held, as it is found again after a restart.
 *
 * @param key the ordering key; empty: all of the subscription
 * @param from places below it belong to lanes of keys
 * @param next every place below it is done, or is the head's
 * @param heldFrom no held delivery of it that is not done lies below this offset
 * @param head the delivery on the retry tiers that the others wait for
 * @param superseded former heads whose records still wait on the tiers and count no longer
 */
public record LaneMark(
        Optional<String> key, long from, long next, long heldFrom, Optional<Head> head, List<Head> superseded) {
    public LaneMark {
        superseded = List.copyOf(superseded);
    }

    /** One record on the retry tiers: a delivery moved on has another due time or another number of attempts. */
    public record Head(String id, int generation, int attempts, Instant due, long sequence) {
        public static Head of(Delivery delivery, long sequence) {
            Delivery.Progress progress = delivery.progress();
            return new Head(
                    delivery.id(),
                    progress.generation(),
                    progress.attempts(),
                    Instant.ofEpochMilli(progress.due().toEpochMilli()),
                    sequence);
        }
    }
}
