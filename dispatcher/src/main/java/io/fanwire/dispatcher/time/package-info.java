/** The time that a dispatcher goes by, which does not jump when its machine's clock does. */
@NullMarked
package io.fanwire.dispatcher.time;

import org.jspecify.annotations.NullMarked;
