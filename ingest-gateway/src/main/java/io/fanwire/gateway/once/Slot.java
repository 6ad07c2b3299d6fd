package io.fanwire.gateway.once;

/** What may be filled once, named by 128 bits of a hash over its tenant, its kind and its name there. */
public record Slot(long high, long low) {
    /** The place of an event with an id of its producer's. */
    public static Slot event(String tenant, String id) {
        return new Fingerprint().add("event").add(tenant).add(id).slot();
    }

    /**
     * The place of an answer.
     *
     * @param scope in which the key means the same
     */
    public static Slot key(String scope, String key) {
        return new Fingerprint().add("key").add(scope).add(key).slot();
    }

    /** The place of an event without an id in a request with a key. */
    public static Slot item(String scope, String key, int index) {
        return new Fingerprint()
                .add("item")
                .add(scope)
                .add(key)
                .add(Integer.toString(index))
                .slot();
    }

    int partition(int partitions) {
        return (int) Long.remainderUnsigned(high, partitions);
    }
}
