/** The {@code fanwire} command: one class per command, and what they share. */
@NullMarked
package io.fanwire.local.cli;

import org.jspecify.annotations.NullMarked;
