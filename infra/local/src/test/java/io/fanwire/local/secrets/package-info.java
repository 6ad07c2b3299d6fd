/** Tests of sealing anew. */
@NullMarked
package io.fanwire.local.secrets;

import org.jspecify.annotations.NullMarked;
