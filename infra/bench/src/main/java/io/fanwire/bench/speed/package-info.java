/** Speed, side by side in one run: our services, and what one would otherwise use, on the same broker. */
@NullMarked
package io.fanwire.bench.speed;

import org.jspecify.annotations.NullMarked;
