@NullMarked
package io.fanwire.bench.ledger;

import org.jspecify.annotations.NullMarked;
