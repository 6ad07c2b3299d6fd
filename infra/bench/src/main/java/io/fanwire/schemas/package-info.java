/** Benchmarks of records read and written. */
@NullMarked
package io.fanwire.schemas;

import org.jspecify.annotations.NullMarked;
