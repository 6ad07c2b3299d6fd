package io.fanwire.dispatcher.order;

import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.LaneMark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one event in the lanes leads to: records that must become durable together, and jobs that start at once. Filled by {@link
 * OrderedLanes}, carried out by its caller.
 */
public final class Change {
    private final List<Write> writes = new ArrayList<>();
    private final List<Start> starts = new ArrayList<>();
    private final List<LaneId> settling = new ArrayList<>();
    private boolean awaited;

    /** One thing to write; all of a change are in one transaction. */
    public sealed interface Write {}

    /**
     * A copy among the held deliveries.
     *
     * @param waits false: its attempt is under way, and the copy is there for the case of a crash
     */
    public record Hold(LaneId lane, Delivery delivery, boolean waits) implements Write {}

    /** The new state of a lane; empty: a tombstone. */
    public record Marked(LaneId lane, Optional<LaneMark> mark) implements Write {}

    /** This source record needs nothing more than what else is written. */
    public record Done(Spot spot) implements Write {}

    /**
     * The end of a job.
     *
     * @param finishes whether the record at that spot is finished by it; false when it was already copied elsewhere
     * @param due when it is tried again, if it is: a retry record must carry exactly this time
     */
    public record Concluded(Spot spot, boolean finishes, Optional<Instant> due) implements Write {}

    /** The head is skipped by its owner's order: a dead letter. */
    public record Skipped(Delivery delivery) implements Write {}

    /** One thing to begin. */
    public sealed interface Start {}

    /** An attempt. */
    public record Attempt(Spot spot, Delivery delivery) implements Start {}

    /** The body of a held delivery is needed. */
    public record Fetch(Spot spot) implements Start {}

    public List<Write> writes() {
        return writes;
    }

    public List<Start> starts() {
        return starts;
    }

    /** Whether {@link OrderedLanes#committed} must hear of the commit. */
    public boolean awaited() {
        return awaited;
    }

    /** When the job that ended is tried again, if it is. */
    public Optional<Instant> due() {
        return writes.stream().filter(Concluded.class::isInstance).findFirst().flatMap(write -> ((Concluded) write)
                .due());
    }

    void hold(LaneId lane, Delivery delivery, boolean waits) {
        writes.add(new Hold(lane, delivery, waits));
        awaited = true;
    }

    void write(Write write) {
        writes.add(write);
    }

    void start(Start start) {
        starts.add(start);
    }

    /** Lanes that go on when it is durable. */
    List<LaneId> settling() {
        return settling;
    }

    void settles(LaneId lane) {
        settling.add(lane);
        awaited = true;
    }
}
