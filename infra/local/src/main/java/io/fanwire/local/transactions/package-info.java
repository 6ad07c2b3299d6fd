/** Transactions that a broker decided and then lost sight of, found and ended as it had decided. */
@NullMarked
package io.fanwire.local.transactions;

import org.jspecify.annotations.NullMarked;
