/** Tests of the router without a broker. */
@NullMarked
package io.fanwire.router;

import org.jspecify.annotations.NullMarked;
