/** Tests of the local platform. */
@NullMarked
package io.fanwire.local;

import org.jspecify.annotations.NullMarked;
