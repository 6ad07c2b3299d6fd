/** The gateway's API as the command line calls it. */
@NullMarked
package io.fanwire.local.client;

import org.jspecify.annotations.NullMarked;
