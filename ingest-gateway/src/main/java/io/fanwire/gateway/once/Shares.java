package io.fanwire.gateway.once;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How tenants share the memory for entries: each may hold {@value #TIMES_FREE} times as much as is free. One that is alone gets four
 * fifths of it, two get four ninths each, and some is always left for those who hold little (dynamic thresholds: Choudhury and Hahne,
 * "Dynamic Queue Length Thresholds for Shared-Memory Packet Switches", 1998). Written by the thread that reads the logs, read by all.
 */
final class Shares {
    private static final int TIMES_FREE = 4;

    private final Map<Integer, Long> held = new ConcurrentHashMap<>();

    void took(int tenant, long bytes) {
        held.merge(tenant, bytes, Long::sum);
    }

    void gaveBack(int tenant, long bytes) {
        held.computeIfPresent(tenant, (same, before) -> before <= bytes ? null : before - bytes);
    }

    /** Whether a tenant, by what stands for it in its slots, may have more while so many bytes are free. */
    boolean room(int tenant, long free) {
        return held.getOrDefault(tenant, 0L) / TIMES_FREE < free;
    }
}
