/** The processes that are measured beside ours, and the sink and the load of a chain; each has a {@code main}. */
@NullMarked
package io.fanwire.bench.speed.chain;

import org.jspecify.annotations.NullMarked;
