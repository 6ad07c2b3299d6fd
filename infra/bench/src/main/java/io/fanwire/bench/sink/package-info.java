/** A callback that misbehaves as it is told and writes down everything it sees. */
@NullMarked
package io.fanwire.bench.sink;

import org.jspecify.annotations.NullMarked;
