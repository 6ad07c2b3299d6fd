package io.fanwire.dispatcher.lane;

/** Whether the worker may still send: it heard from its group lately, so nobody else has its partitions. */
@FunctionalInterface
public interface Lease {
    /** May be asked by any thread, and is, right before each request is written. */
    boolean valid();
}
