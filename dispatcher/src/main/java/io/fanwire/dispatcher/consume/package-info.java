/** Deliveries in, effects out: one worker thread owns a consumer, a transactional producer and the progress of its partitions. */
@NullMarked
package io.fanwire.dispatcher.consume;

import org.jspecify.annotations.NullMarked;
