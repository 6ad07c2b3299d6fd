package io.fanwire.dispatcher.consume;

import java.time.Instant;

/**
 * Work that belongs to the owner of a partition number: of {@code deliveries-n}, and with it of partition n of every topic that has
 * as many. Made anew for every start of a worker. Owned by the worker thread; no method may block.
 */
public interface PartitionWork {
    /** The number is ours, and every transaction of its last owner is decided. */
    void assigned(int partition);

    /** The number is not ours any more: all that was added to the outbox and could be committed is; the rest is dropped. */
    void revoked(int partition);

    /** One round of the worker, every few milliseconds. */
    void turn(Instant now, Outbox out);
}
