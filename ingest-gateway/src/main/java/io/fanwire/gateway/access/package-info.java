/** Who may call and how often: keys, tokens, limits. */
@NullMarked
package io.fanwire.gateway.access;

import org.jspecify.annotations.NullMarked;
