/** Benchmarks of matching and filters. */
@NullMarked
package io.fanwire.router;

import org.jspecify.annotations.NullMarked;
