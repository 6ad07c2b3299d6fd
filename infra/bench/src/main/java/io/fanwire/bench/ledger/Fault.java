package io.fanwire.bench.ledger;

import java.time.Instant;
import java.util.Set;

/**
 * Something that was done to the platform on purpose.
 *
 * @param target the process
 * @param to the same as {@code from} for what takes no time
 * @param ports of the target's connections at the time, where they were looked up
 */
public record Fault(Kind kind, String target, Instant from, Instant to, Set<Integer> ports) {
    /** What can be done, and whether it excuses a request that is sent again. */
    public enum Kind {
        /** SIGKILL. */
        KILL(true),
        /** SIGSTOP until SIGCONT. */
        FREEZE(true),
        /** The network between a service and the broker. */
        NETWORK(true),
        /** The broker was away. */
        BROKER(true),
        /** Committed progress was damaged. */
        METADATA(true),
        /** A process's clock jumped. */
        CLOCK(false),
        /** SIGTERM: a stop that must cost nothing. */
        STOP(false),
        /** Another process joined. */
        START(false);

        private final boolean excuses;

        Kind(boolean excuses) {
            this.excuses = excuses;
        }

        public boolean excuses() {
            return excuses;
        }
    }

    public Fault {
        ports = Set.copyOf(ports);
    }

    public static Fault at(Kind kind, String target, Instant when) {
        return new Fault(kind, target, when, when, Set.of());
    }
}
