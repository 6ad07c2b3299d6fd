@NullMarked
package io.fanwire.bench.process;

import org.jspecify.annotations.NullMarked;
