/** Secrets at rest: sealed with a key set from a file or a setting, bound to what they belong to. */
@NullMarked
package io.fanwire.runtime.seal;

import org.jspecify.annotations.NullMarked;
