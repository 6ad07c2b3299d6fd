/** Inner loops, measured by JMH: nanoseconds and bytes of heap for each pass. The benchmarks stand in packages named as those of the code they measure. */
@NullMarked
package io.fanwire.bench.inner;

import org.jspecify.annotations.NullMarked;
