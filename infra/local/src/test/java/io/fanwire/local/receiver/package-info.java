/** Tests of the receiver. */
@NullMarked
package io.fanwire.local.receiver;

import org.jspecify.annotations.NullMarked;
