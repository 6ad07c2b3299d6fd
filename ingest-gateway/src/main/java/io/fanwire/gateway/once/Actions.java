package io.fanwire.gateway.once;

import java.util.UUID;

/** What a {@link Claimant} wants done. None of it blocks. */
interface Actions {
    /** Write this to the topic of claims. */
    void append(int partition, ClaimLine line);

    /** This owner is silent: shut it out, then say so in every partition of claims. */
    void lapse(UUID owner);

    /** We were shut out ourselves: write nothing any more, and come back under another name. */
    void deposed(UUID owner);
}
