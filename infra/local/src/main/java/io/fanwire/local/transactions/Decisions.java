package io.fanwire.local.transactions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What coordinators decided, in the order of their log; the last of each transactional id may still be on its way. Owned by one thread. */
final class Decisions {
    private final List<Decision> settled = new ArrayList<>();
    private final Map<String, Decision> underWay = new HashMap<>();

    /** The coordinator decided: it is about to tell the partitions. */
    void decided(Decision decision) {
        settle(decision.transactionalId());
        underWay.put(decision.transactionalId(), decision);
    }

    /** Anything else that a coordinator wrote of this id: what it had decided before, it considers done. */
    void settle(String transactionalId) {
        Optional.ofNullable(underWay.remove(transactionalId)).ifPresent(settled::add);
    }

    /** The decision about a transaction that its coordinator considers done; empty while it is not, or where nothing is known. */
    Optional<Decision> about(OpenTransaction open) {
        return settled.stream().filter(decision -> decision.ends(open)).reduce((first, second) -> second);
    }
}
