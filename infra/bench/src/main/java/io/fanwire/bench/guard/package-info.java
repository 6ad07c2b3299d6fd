/** What the callback guard is tried with: a name server that lies on request, and listeners that nobody may call. */
@NullMarked
package io.fanwire.bench.guard;

import org.jspecify.annotations.NullMarked;
