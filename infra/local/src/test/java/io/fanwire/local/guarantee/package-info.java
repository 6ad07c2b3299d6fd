/** Promises as objects: each judges the history of a run, and any end-to-end test may feed it. */
@NullMarked
package io.fanwire.local.guarantee;

import org.jspecify.annotations.NullMarked;
