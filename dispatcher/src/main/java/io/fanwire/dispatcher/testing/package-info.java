/** Test events: sent once, at once, past lanes and breakers, and answered to who asked for them. */
@NullMarked
package io.fanwire.dispatcher.testing;

import org.jspecify.annotations.NullMarked;
