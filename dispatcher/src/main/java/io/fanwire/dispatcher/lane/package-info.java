/** One lane per callback: its queue, its limit in flight. Confined to one event loop. */
@NullMarked
package io.fanwire.dispatcher.lane;

import org.jspecify.annotations.NullMarked;
