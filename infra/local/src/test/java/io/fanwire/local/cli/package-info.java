/** Tests of the command line. */
@NullMarked
package io.fanwire.local.cli;

import org.jspecify.annotations.NullMarked;
