package io.fanwire.bench.ledger;

import java.util.List;

/** All of them, by number. */
public final class Invariants {
    public static final List<Invariant> ALL = List.of(
            new NothingLost(),
            new OneTerminalState(),
            new NothingClaimedUndone(),
            new DeliveredWasSeen(),
            new WithinSchedule(),
            new ChainNeverForks(),
            new NoPostAfterItsOutcome(),
            new ExtrasExplained(),
            new NoPostOutsideLease(),
            new NeighboursUnmoved(),
            new Bounded(),
            new Recovers(),
            new NeverEarly(),
            new InOrder(),
            new SilentAfterDelete(),
            new FanOutWhole(),
            new BytesUnchanged(),
            new TenantsApart(),
            new NothingUnexplained());

    private Invariants() {}
}
