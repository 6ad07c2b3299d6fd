@NullMarked
package io.fanwire.bench.load;

import org.jspecify.annotations.NullMarked;
