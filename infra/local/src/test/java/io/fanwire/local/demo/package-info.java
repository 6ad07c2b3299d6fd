/** Tests of the demo. */
@NullMarked
package io.fanwire.local.demo;

import org.jspecify.annotations.NullMarked;
