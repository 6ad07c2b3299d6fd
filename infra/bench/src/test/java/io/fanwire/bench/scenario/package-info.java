@NullMarked
package io.fanwire.bench.scenario;

import org.jspecify.annotations.NullMarked;
