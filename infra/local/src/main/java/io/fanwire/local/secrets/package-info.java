/** Sealing the secrets of all subscriptions anew, after the key set was rotated. */
@NullMarked
package io.fanwire.local.secrets;

import org.jspecify.annotations.NullMarked;
