package io.fanwire.gateway.once;

import java.util.UUID;

/**
 * Names a claim.
 *
 * @param owner who made it: a gateway, from when it began to write to when it was shut out or ended
 */
record ClaimId(UUID owner, long number) {}
