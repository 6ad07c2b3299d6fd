@NullMarked
package io.fanwire.bench.proxy;

import org.jspecify.annotations.NullMarked;
