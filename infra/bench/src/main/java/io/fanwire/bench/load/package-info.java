/** Events into the gateway, and the log of what it promised. */
@NullMarked
package io.fanwire.bench.load;

import org.jspecify.annotations.NullMarked;
