package io.fanwire.gateway.once;

/**
 * What may be filled once, named by 32 bits of a hash over its tenant and 96 of one over its kind and name there; so whose share of the
 * memory it takes needs no place of its own.
 */
public record Slot(long high, long low) {
    private static final long RANDOM = 0xffff_ffffL;

    /** The place of an event with an id of its producer's. */
    public static Slot event(String tenant, String id) {
        return of(tenant, new Fingerprint().add("event").add(tenant).add(id));
    }

    /**
     * The place of an answer.
     *
     * @param scope in which the key means the same
     */
    public static Slot key(String tenant, String scope, String key) {
        return of(tenant, new Fingerprint().add("key").add(scope).add(key));
    }

    /** The place of an event without an id in a request with a key. */
    public static Slot item(String tenant, String scope, String key, int index) {
        return of(tenant, new Fingerprint().add("item").add(scope).add(key).add(Integer.toString(index)));
    }

    private static Slot of(String tenant, Fingerprint name) {
        Slot of = name.slot();
        return new Slot(((long) mark(tenant) << Integer.SIZE) | (of.high & RANDOM), of.low);
    }

    /** What stands for a tenant in all of its slots, and now and then for another one too. */
    static int mark(String tenant) {
        return (int) new Fingerprint().add("tenant").add(tenant).value();
    }

    /** What stands for its tenant. */
    int tenant() {
        return (int) (high >>> Integer.SIZE);
    }

    int partition(int partitions) {
        return (int) Long.remainderUnsigned(high, partitions);
    }
}
