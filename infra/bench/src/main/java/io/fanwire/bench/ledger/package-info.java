/** The checker: what a run left behind, and what each invariant says of it. */
@NullMarked
package io.fanwire.bench.ledger;

import org.jspecify.annotations.NullMarked;
