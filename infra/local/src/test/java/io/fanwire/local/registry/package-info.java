/** Tests of the embedded registry. */
@NullMarked
package io.fanwire.local.registry;

import org.jspecify.annotations.NullMarked;
