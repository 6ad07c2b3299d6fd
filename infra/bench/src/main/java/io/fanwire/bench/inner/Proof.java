package io.fanwire.bench.inner;

/** Ends a benchmark that did not do its work, so that no figure of it is ever shown. */
public final class Proof {
    private Proof() {}

    /** Throws when it is not so. */
    public static void that(boolean so, String what) {
        if (!so) {
            throw new IllegalStateException("the benchmark did not do its work: " + what);
        }
    }
}
