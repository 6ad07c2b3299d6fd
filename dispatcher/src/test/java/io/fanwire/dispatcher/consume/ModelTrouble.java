package io.fanwire.dispatcher.consume;

/** Faults that wait for a process to make the call they spoil. */
final class ModelTrouble {
    private final ModelSeen seen;
    int callsUntilKill = Integer.MAX_VALUE;
    int callsUntilFreeze = Integer.MAX_VALUE;
    int refusals;
    boolean commitUnknown;
    boolean stale;

    ModelTrouble(ModelSeen seen) {
        this.seen = seen;
    }

    /** What was armed and did not happen yet never will. */
    void end() {
        callsUntilKill = Integer.MAX_VALUE;
        callsUntilFreeze = Integer.MAX_VALUE;
        refusals = 0;
        commitUnknown = false;
        stale = false;
    }

    boolean killsNow() {
        return --callsUntilKill <= 0;
    }

    boolean freezesNow() {
        if (--callsUntilFreeze > 0) {
            return false;
        }
        callsUntilFreeze = Integer.MAX_VALUE;
        return true;
    }

    boolean refusesNext() {
        if (refusals == 0) {
            return false;
        }
        refusals--;
        seen.refused++;
        return true;
    }

    boolean staleNext() {
        boolean next = stale;
        stale = false;
        return next;
    }

    boolean commitUnknownNext() {
        boolean next = commitUnknown;
        commitUnknown = false;
        seen.commitsUnknown += next ? 1 : 0;
        return next;
    }
}
