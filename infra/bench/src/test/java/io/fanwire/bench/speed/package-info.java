@NullMarked
package io.fanwire.bench.speed;

import org.jspecify.annotations.NullMarked;
