/** Dead letters back to deliveries. */
@NullMarked
package io.fanwire.dispatcher.redrive;

import org.jspecify.annotations.NullMarked;
