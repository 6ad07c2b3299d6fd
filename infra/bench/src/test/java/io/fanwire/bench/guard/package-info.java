@NullMarked
package io.fanwire.bench.guard;

import org.jspecify.annotations.NullMarked;
