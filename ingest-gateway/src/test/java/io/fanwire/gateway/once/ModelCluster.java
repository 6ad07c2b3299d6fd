package io.fanwire.gateway.once;

import io.fanwire.gateway.once.ClaimLine.Lapse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Kafka, as far as claims and entries need it: logs, transactions that can be shut out, and a clock. */
final class ModelCluster {
    static final int PARTITIONS = 2;
    private static final long TRANSACTION_TIMEOUT = 10_000;

    final List<List<Line>> claims = new ArrayList<>();
    final List<List<Row>> entries = new ArrayList<>();
    final List<Row> events = new ArrayList<>();
    private final List<Tx> open = new ArrayList<>();
    private final Set<UUID> shutOut = new HashSet<>();
    long clock = 1_000_000_000L;

    ModelCluster() {
        for (int i = 0; i < PARTITIONS; i++) {
            claims.add(new ArrayList<>());
            entries.add(new ArrayList<>());
        }
    }

    record Line(ClaimLine line, long timestamp) {}

    /** An entry, or an event, which then says what slot it is for. */
    record Row(Tx tx, Slot slot, long fingerprint, Optional<Entry> entry, long timestamp) {}

    enum State {
        OPEN,
        COMMITTED,
        ABORTED
    }

    static final class Tx {
        private final UUID owner;
        private final long begun;
        State state = State.OPEN;

        Tx(UUID owner, long begun) {
            this.owner = owner;
            this.begun = begun;
        }
    }

    void append(int partition, ClaimLine line) {
        claims.get(partition).add(new Line(line, clock));
    }

    /** Empty when the owner was shut out. */
    Optional<Tx> begin(UUID owner) {
        if (shutOut.contains(owner)) {
            return Optional.empty();
        }
        Tx tx = new Tx(owner, clock);
        open.add(tx);
        return Optional.of(tx);
    }

    /** Where the event lies; empty when the owner was shut out. */
    Optional<Integer> event(Tx tx, Slot slot, long fingerprint) {
        if (tx.state != State.OPEN) {
            return Optional.empty();
        }
        events.add(new Row(tx, slot, fingerprint, Optional.empty(), clock));
        return Optional.of(events.size() - 1);
    }

    boolean entry(Tx tx, Entry entry) {
        if (tx.state != State.OPEN) {
            return false;
        }
        entries.get(entry.slot().partition(PARTITIONS))
                .add(new Row(tx, entry.slot(), entry.fingerprint(), Optional.of(entry), clock));
        return true;
    }

    boolean commit(Tx tx) {
        if (tx.state != State.OPEN) {
            return false;
        }
        tx.state = State.COMMITTED;
        open.remove(tx);
        return true;
    }

    void shutOut(UUID owner) {
        shutOut.add(owner);
        for (Tx tx : List.copyOf(open)) {
            if (tx.owner.equals(owner)) {
                tx.state = State.ABORTED;
                open.remove(tx);
            }
        }
    }

    Lapse lapse(UUID owner, int partition) {
        return new Lapse(owner, entries.get(partition).size());
    }

    /** What lies open for too long is aborted, and whoever began it shut out. */
    void timeOut() {
        for (Tx tx : List.copyOf(open)) {
            if (clock - tx.begun > TRANSACTION_TIMEOUT) {
                shutOut(tx.owner);
            }
        }
    }

    /** Whether a reader of what is committed gets to this row. */
    boolean stable(int partition, int offset) {
        return entries.get(partition).stream().limit(offset + 1L).noneMatch(row -> row.tx().state == State.OPEN);
    }

    List<Integer> visible(Slot slot) {
        List<Integer> at = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).slot().equals(slot) && events.get(i).tx().state == State.COMMITTED) {
                at.add(i);
            }
        }
        return at;
    }
}
