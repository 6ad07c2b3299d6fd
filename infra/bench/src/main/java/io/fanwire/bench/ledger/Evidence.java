package io.fanwire.bench.ledger;

import io.fanwire.bench.ledger.Published.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A history, sorted so that invariants can ask. Owned by the thread that judges. */
public final class Evidence {
    private final History history;
    private final Map<Trace.Name, Trace> traces = new LinkedHashMap<>();
    private final Map<String, Wanted> subscriptions = new HashMap<>();
    private final Map<String, List<Published>> published = new LinkedHashMap<>();
    private final Map<String, List<EventRecord>> events = new HashMap<>();
    private final Map<String, Instant> routed = new HashMap<>();

    private Evidence(History history) {
        this.history = history;
    }

    public static Evidence of(History history) {
        Evidence evidence = new Evidence(history);
        history.subscriptions()
                .forEach(wanted -> evidence.subscriptions.put(wanted.key().id(), wanted));
        history.published().forEach(call -> evidence.published
                .computeIfAbsent(call.id(), id -> new ArrayList<>())
                .add(call));
        history.events().forEach(event -> evidence.events
                .computeIfAbsent(event.id(), id -> new ArrayList<>())
                .add(event));
        history.deliveries().forEach(lying -> {
            evidence.trace(lying).record(lying);
            evidence.routed.merge(
                    lying.delivery().origin().eventId(),
                    lying.written(),
                    (one, other) -> one.isBefore(other) ? one : other);
        });
        history.deadLetters().forEach(lying -> evidence.trace(lying).deadLetter(lying));
        history.attempts().forEach(seen -> evidence.trace(
                        seen.attempt().eventId(), seen.attempt().subscription().id())
                .attempt(seen));
        history.posts().forEach(post -> evidence.trace(post.eventId(), post.subscription())
                .post(post));
        evidence.traces.values().forEach(Trace::sort);
        return evidence;
    }

    private Trace trace(Lying lying) {
        return trace(
                lying.delivery().origin().eventId(),
                lying.delivery().subscription().id());
    }

    private Trace trace(String event, String subscription) {
        return traces.computeIfAbsent(new Trace.Name(event, subscription), Trace::new);
    }

    public History history() {
        return history;
    }

    Collection<Trace> traces() {
        return traces.values();
    }

    Optional<Trace> find(String event, String subscription) {
        return Optional.ofNullable(traces.get(new Trace.Name(event, subscription)));
    }

    Optional<Wanted> subscription(String id) {
        return Optional.ofNullable(subscriptions.get(id));
    }

    /** All calls that published this id. */
    List<Published> calls(String event) {
        return published.getOrDefault(event, List.of());
    }

    /** All calls, by the id they published. */
    Map<String, List<Published>> calls() {
        return published;
    }

    List<EventRecord> records(String event) {
        return events.getOrDefault(event, List.of());
    }

    /** The call behind each event that was promised, and behind each that turned out to be there though nobody promised it. */
    List<Published> accepted() {
        List<Published> accepted = new ArrayList<>();
        published.forEach((id, calls) -> calls.stream()
                .filter(call -> call.result() == Result.OK)
                .findFirst()
                .or(() -> events.containsKey(id)
                        ? calls.stream()
                                .filter(call -> call.result() == Result.INFO)
                                .findFirst()
                        : Optional.empty())
                .ifPresent(accepted::add));
        return accepted;
    }

    /**
     * Whether an event must reach a subscription: published while that was surely there, and routed before its deletion began. What is
     * routed later matches it no more, however early it was accepted.
     */
    boolean owes(Wanted wanted, Published call) {
        return wanted.mustGet(call)
                && wanted.deleting()
                        .map(began ->
                                routed.getOrDefault(call.id(), Instant.MIN).isBefore(began))
                        .orElse(true);
    }

    /** Whether a record still waits: not claimed as done by what is committed, or kept for later. */
    boolean open(Lying record) {
        return record.parked()
                || !history.committed()
                        .getOrDefault(record.at(), Committed.NOTHING)
                        .claims(record.offset());
    }

    /** Where a delivery stands. */
    Standing standing(Trace trace) {
        if (trace.ended()) {
            return Standing.ENDED;
        }
        return trace.records().stream().anyMatch(this::open) ? Standing.PENDING : Standing.LOST;
    }

    /** Ended, still to be done, or gone without an end. */
    enum Standing {
        ENDED,
        PENDING,
        LOST
    }
}
