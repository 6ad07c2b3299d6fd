/** A TCP proxy that makes a network slow, lossy or silent. */
@NullMarked
package io.fanwire.bench.proxy;

import org.jspecify.annotations.NullMarked;
