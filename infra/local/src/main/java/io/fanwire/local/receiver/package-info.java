/** A callback for trying things out: it answers by a script, checks signatures and counts. */
@NullMarked
package io.fanwire.local.receiver;

import org.jspecify.annotations.NullMarked;
