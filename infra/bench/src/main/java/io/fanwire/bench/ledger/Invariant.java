package io.fanwire.bench.ledger;

/** One promise of the platform: an object that looks at a run and says whether it was kept. */
public interface Invariant {
    /** Its number, {@code I1} to {@code I19}. */
    String id();

    /** The promise in a few words. */
    String promise();

    Verdict judge(Evidence evidence);
}
