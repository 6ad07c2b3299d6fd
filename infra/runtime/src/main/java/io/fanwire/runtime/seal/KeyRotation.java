package io.fanwire.runtime.seal;

import java.util.List;

/** Changes a key set in its file, for the operator. */
public final class KeyRotation {
    private final KeySetSource source;

    public KeyRotation(KeySetSource source) {
        this.source = source;
    }

    /** The keys that there are, in the order in which they were added. */
    public List<KeyInfo> keys() {
        return source.read().keys();
    }

    /** Adds a key that is not in use yet, so that every process can know it before it seals anything. */
    public List<KeyInfo> stage() {
        return source.change(KeySet::staged).keys();
    }

    /** The staged key seals from now on, or a new one where none is staged; those before it still open. */
    public List<KeyInfo> rotate() {
        return source.change(KeySet::rotated).keys();
    }

    /** Removes the keys that only open: what is still sealed with one of them is lost. */
    public List<KeyInfo> prune() {
        return source.change(KeySet::pruned).keys();
    }

    /** Wraps the key set anew with the key outside; the keys stay the same. */
    public List<KeyInfo> rewrap() {
        return source.rewrap().keys();
    }
}
