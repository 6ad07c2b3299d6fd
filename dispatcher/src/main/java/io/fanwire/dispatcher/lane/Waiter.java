package io.fanwire.dispatcher.lane;

import java.time.Instant;

/**
 * A job in memory.
 *
 * @param since when it was handed over by the worker
 */
record Waiter(Job job, Instant since) {}
