/** Benchmarks of the progress of a partition. */
@NullMarked
package io.fanwire.dispatcher.consume;

import org.jspecify.annotations.NullMarked;
