package io.fanwire.bench.ledger;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** I16: the deliveries of an event are those of its matching subscriptions, all or none of them. */
final class FanOutWhole implements Invariant {
    @Override
    public String id() {
        return "I16";
    }

    @Override
    public String promise() {
        return "an event reaches exactly its matching subscriptions";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Findings findings = new Findings();
        Map<String, Set<String>> made = new HashMap<>();
        for (Trace trace : evidence.traces()) {
            Set<String> ids = new HashSet<>();
            trace.records()
                    .forEach(record -> ids.add(record.delivery().id() + "/"
                            + record.delivery().progress().generation()));
            Set<String> distinct = new HashSet<>();
            ids.forEach(id -> distinct.add(id.substring(id.lastIndexOf('/') + 1)));
            int copies = Math.max(1, evidence.records(trace.name().event()).size());
            findings.require(
                    ids.size() <= copies * Math.max(1, distinct.size()),
                    () -> trace.name() + " has the deliveries " + ids);
            if (!trace.records().isEmpty()) {
                made.computeIfAbsent(trace.name().event(), e -> new HashSet<>())
                        .add(trace.name().subscription());
            }
        }
        evidence.calls().forEach((id, calls) -> whole(findings, evidence, id, calls, made.getOrDefault(id, Set.of())));
        return findings.verdict("nothing was published");
    }

    private static void whole(
            Findings findings, Evidence evidence, String event, List<Published> calls, Set<String> made) {
        boolean there = !evidence.records(event).isEmpty();
        for (Wanted wanted : evidence.history().subscriptions()) {
            String id = wanted.key().id();
            boolean must = calls.stream().allMatch(call -> evidence.owes(wanted, call)) && there;
            boolean may = calls.stream().anyMatch(wanted::mayGet) && there;
            findings.require(!must || made.contains(id), () -> event + " has no delivery for " + wanted.key());
            findings.require(
                    may || !made.contains(id),
                    () -> event + " has a delivery for " + wanted.key() + ", which does not match");
        }
    }
}
