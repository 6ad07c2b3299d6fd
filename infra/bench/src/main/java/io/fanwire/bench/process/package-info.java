/** The processes of a run: started, signalled and ended by pid. */
@NullMarked
package io.fanwire.bench.process;

import org.jspecify.annotations.NullMarked;
