/** Reads the deliveries that are held behind others of their ordered lane, and the marks that say which lanes those are. */
@NullMarked
package io.fanwire.dispatcher.held;

import org.jspecify.annotations.NullMarked;
