/**
 * The public account: what was matched, and where each delivery is now. Its core is pure; {@link io.fanwire.dispatcher.ledger.Audit}
 * feeds it from the topics.
 */
@NullMarked
package io.fanwire.dispatcher.ledger;

import org.jspecify.annotations.NullMarked;
