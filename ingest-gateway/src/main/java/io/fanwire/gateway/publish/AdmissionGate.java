package io.fanwire.gateway.publish;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes of bodies that were taken in and are not yet finished with. Any thread may use it. */
public final class AdmissionGate {
    private static final long CLOSED = -1;

    private final long limit;
    private final AtomicLong inFlight = new AtomicLong();

    public AdmissionGate(long limitBytes) {
        this.limit = limitBytes;
    }

    /** A permit for no bytes yet. */
    public Permit open() {
        return new Permit();
    }

    public long bytesInFlight() {
        return inFlight.get();
    }

    private boolean take(long bytes) {
        if (inFlight.addAndGet(bytes) <= limit) {
            return true;
        }
        inFlight.addAndGet(-bytes);
        return false;
    }

    /** The bytes of one request. Grown by the thread that reads the body; closed by whichever thread ends the request. */
    public final class Permit implements AutoCloseable {
        private final AtomicLong held = new AtomicLong();

        private Permit() {}

        /** Takes more bytes, or none and answers false: there is no room, or the permit was closed. */
        public boolean grow(long bytes) {
            if (!take(bytes)) {
                return false;
            }
            long before = held.getAndUpdate(now -> now == CLOSED ? CLOSED : now + bytes);
            if (before == CLOSED) {
                inFlight.addAndGet(-bytes);
            }
            return before != CLOSED;
        }

        /** Gives everything back; the second time there is nothing to give. */
        @Override
        public void close() {
            long last = held.getAndSet(CLOSED);
            if (last != CLOSED) {
                inFlight.addAndGet(-last);
            }
        }
    }
}
