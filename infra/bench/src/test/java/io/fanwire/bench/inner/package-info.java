@NullMarked
package io.fanwire.bench.inner;

import org.jspecify.annotations.NullMarked;
