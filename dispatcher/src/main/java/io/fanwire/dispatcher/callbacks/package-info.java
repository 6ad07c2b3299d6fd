/** The full copy of the subscriptions that attempts are made from. */
@NullMarked
package io.fanwire.dispatcher.callbacks;

import org.jspecify.annotations.NullMarked;
