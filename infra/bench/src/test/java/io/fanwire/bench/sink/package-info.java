@NullMarked
package io.fanwire.bench.sink;

import org.jspecify.annotations.NullMarked;
