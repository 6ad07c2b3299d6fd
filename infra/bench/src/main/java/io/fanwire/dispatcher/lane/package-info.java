/** Benchmarks of lanes of callbacks. */
@NullMarked
package io.fanwire.dispatcher.lane;

import org.jspecify.annotations.NullMarked;
