/** Benchmarks of ordered lanes. */
@NullMarked
package io.fanwire.dispatcher.order;

import org.jspecify.annotations.NullMarked;
