package io.fanwire.gateway.once;

import io.fanwire.gateway.once.ClaimLine.Claim;

/** Somebody who wants a slot filled, or to know how it was filled. Called by the thread that reads the logs. */
interface Asker {
    Slot slot();

    long fingerprint();

    /** Fill it: by this claim, until that turns out to be void. May be said again, with another claim. */
    void won(Claim claim);

    /** By its claim it is not filled, nor will be; another claim is being made. */
    void voided();

    /** Somebody else is filling it with the same. */
    void behind();

    /** It is filled with this. */
    void known(Entry entry);

    /** It is being filled by a request that says something else. */
    void conflict();

    /** Whether it waits no more; {@code nanos}: the time now. */
    boolean done(long nanos);
}
