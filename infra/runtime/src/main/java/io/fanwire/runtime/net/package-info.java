/** What a user typed as an address, read strictly and once. */
@NullMarked
package io.fanwire.runtime.net;

import org.jspecify.annotations.NullMarked;
