package io.fanwire.gateway.publish;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes of bodies that were taken in and are not yet finished with, in all and for each tenant, so that none of them takes
 * the room of all. Any thread may use it.
 */
public final class AdmissionGate {
    private static final long CLOSED = -1;

    private final long limit;
    private final long perTenant;
    private final AtomicLong inFlight = new AtomicLong();
    private final Map<String, Long> tenants = new ConcurrentHashMap<>();

    public AdmissionGate(long limitBytes) {
        this(limitBytes, limitBytes);
    }

    public AdmissionGate(long limitBytes, long bytesOfATenant) {
        this.limit = limitBytes;
        this.perTenant = bytesOfATenant;
    }

    /** A permit for no bytes yet. */
    public Permit open() {
        return open(Optional.empty());
    }

    /** A permit for no bytes yet, of a tenant if it is for one. */
    public Permit open(Optional<String> tenant) {
        return new Permit(tenant);
    }

    public long bytesInFlight() {
        return inFlight.get();
    }

    /** How many tenants have bytes here. */
    int tenants() {
        return tenants.size();
    }

    private boolean take(Optional<String> tenant, long bytes) {
        if (bytes == 0) {
            return true;
        }
        if (inFlight.addAndGet(bytes) > limit) {
            inFlight.addAndGet(-bytes);
            return false;
        }
        if (tenant.isPresent() && tenants.merge(tenant.get(), bytes, Long::sum) > perTenant) {
            give(tenant, bytes);
            return false;
        }
        return true;
    }

    private void give(Optional<String> tenant, long bytes) {
        inFlight.addAndGet(-bytes);
        tenant.ifPresent(name -> tenants.computeIfPresent(name, (same, held) -> held == bytes ? null : held - bytes));
    }

    /** The bytes of one request. Grown by the thread that reads the body; closed by whichever thread ends the request. */
    public final class Permit implements AutoCloseable {
        private final AtomicLong held = new AtomicLong();
        private final Optional<String> tenant;

        private Permit(Optional<String> tenant) {
            this.tenant = tenant;
        }

        /** Takes more bytes, or none and answers false: there is no room, or the permit was closed. */
        public boolean grow(long bytes) {
            if (!take(tenant, bytes)) {
                return false;
            }
            long before = held.getAndUpdate(now -> now == CLOSED ? CLOSED : now + bytes);
            if (before == CLOSED) {
                give(tenant, bytes);
            }
            return before != CLOSED;
        }

        /** Gives everything back; the second time there is nothing to give. */
        @Override
        public void close() {
            long last = held.getAndSet(CLOSED);
            if (last > 0) {
                give(tenant, last);
            }
        }
    }
}
