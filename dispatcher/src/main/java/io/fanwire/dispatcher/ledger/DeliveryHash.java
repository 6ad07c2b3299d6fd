package io.fanwire.dispatcher.ledger;

/**
 * 64 bits that stand for one generation of one delivery: FNV-1a over its id, then the finaliser of SplitMix64. Among ten million of
 * them the chance of any two being equal is about 3 in a million.
 */
final class DeliveryHash {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private DeliveryHash() {}

    /** Never zero. */
    static long of(String deliveryId, int generation) {
        long hash = OFFSET;
        for (int i = 0; i < deliveryId.length(); i++) {
            hash = (hash ^ deliveryId.charAt(i)) * PRIME;
        }
        hash = (hash ^ generation) * PRIME;
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        hash ^= hash >>> 31;
        return hash == 0 ? 1 : hash;
    }
}
