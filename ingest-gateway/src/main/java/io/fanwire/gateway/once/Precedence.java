package io.fanwire.gateway.once;

import io.fanwire.gateway.once.ClaimLine.Claim;
import io.fanwire.gateway.once.ClaimLine.Lapse;
import io.fanwire.gateway.once.ClaimLine.Release;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Who may fill each slot of one partition. All gateways read the same lines and entries and come to the same result, in whichever way
 * the two logs interleave: of the claims on a slot that are not settled, the one that is first in the log is the one that counts.
 *
 * <pre>
 *   claim ── an entry covers it ─────────▶ known
 *     │  └── its owner has lapsed ───────▶ void
 *     ▼
 *   open, in the order of the log ── entry ──▶ known      ── release ──▶ gone      ── lapse of its owner ──▶ void
 * </pre>
 *
 * Why no slot is filled twice: an owner fills a slot only while its claim is the first one open. It stops being that by an entry (then the
 * slot is filled), by its own release (which comes after it gave up), or by a lapse. A lapse is written after its owner was shut out, so
 * that whatever the owner filled lies before {@link Lapse#entriesEnd()}; and it is applied, like everything behind it, only when the
 * entries up to there were read.
 *
 * <p>All times are the brokers', so all gateways agree on when a day is over. Owned by the thread that reads the logs.
 */
final class Precedence {
    /** How much longer than an entry counts something is remembered that must not be forgotten too early. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private final long window;
    private final Listener listener;
    private final EntryTable entries;
    private final Map<Slot, Deque<Dated>> open = new HashMap<>();
    private final Map<UUID, Long> lapsed = new HashMap<>();
    private final Deque<DatedLine> held = new ArrayDeque<>();
    private long entriesRead;
    private long newest;

    /** Told what becomes of claims. It must not call back. */
    interface Listener {
        /** It may fill its slot. */
        void first(Claim claim);

        /** Another one may. */
        void behind(Claim claim, Claim first);

        /** The slot is filled. */
        void known(Claim claim, Entry entry);

        /** Nothing will come of it, as its owner was shut out. */
        void voided(Claim claim);
    }

    private record Dated(Claim claim, long timestamp) {}

    private record DatedLine(ClaimLine line, long timestamp) {}

    /** {@code window}: how long an entry counts. */
    Precedence(Duration window, TopicNames topics, Shares shares, Listener listener) {
        this.window = window.toMillis();
        this.entries = new EntryTable(topics, shares);
        this.listener = listener;
    }

    /** The next record of claims. */
    void line(ClaimLine line, long timestamp) {
        held.add(new DatedLine(line, timestamp));
        applyHeld();
    }

    /** All records of entries before this offset have been given. */
    void entriesRead(long offset) {
        entriesRead = Math.max(entriesRead, offset);
        applyHeld();
    }

    private void applyHeld() {
        while (!held.isEmpty()
                && (!(held.element().line() instanceof Lapse lapse) || lapse.entriesEnd() <= entriesRead)) {
            DatedLine next = held.remove();
            advance(next.timestamp());
            next.line().fold(claim -> claimed(claim, next.timestamp()), this::released, this::lapsed, alive -> true);
        }
    }

    private boolean claimed(Claim claim, long timestamp) {
        if (lapsed.containsKey(claim.owner())) {
            listener.voided(claim);
            return true;
        }
        Optional<EntryTable.Found> entry =
                entries.find(claim.slot()).filter(found -> covers(found.second(), timestamp));
        if (entry.isPresent()) {
            listener.known(claim, entry.get().entry());
            return true;
        }
        Deque<Dated> queue = open.computeIfAbsent(claim.slot(), slot -> new ArrayDeque<>());
        queue.add(new Dated(claim, timestamp));
        if (queue.size() == 1) {
            listener.first(claim);
        } else {
            listener.behind(claim, queue.element().claim());
        }
        return true;
    }

    private boolean released(Release release) {
        settle(release.slot(), dated -> dated.claim().id().equals(release.id()));
        return true;
    }

    private boolean lapsed(Lapse lapse) {
        lapsed.put(lapse.owner(), newest);
        List<Slot> touched = open.entrySet().stream()
                .filter(slot -> slot.getValue().stream()
                        .anyMatch(dated -> dated.claim().owner().equals(lapse.owner())))
                .map(Map.Entry::getKey)
                .toList();
        for (Slot slot : touched) {
            settle(slot, dated -> dated.claim().owner().equals(lapse.owner())).forEach(listener::voided);
        }
        return true;
    }

    /** The next record of entries. */
    void entry(Entry entry, long timestamp) {
        long second = Math.floorDiv(timestamp, 1000L);
        entries.put(entry, second);
        settle(entry.slot(), dated -> covers(second, dated.timestamp())).forEach(claim -> listener.known(claim, entry));
    }

    /** Takes claims off a slot and tells who is first then, if that is another one. */
    private List<Claim> settle(Slot slot, Predicate<Dated> settled) {
        List<Claim> gone = new ArrayList<>();
        Deque<Dated> queue = open.get(slot);
        if (queue == null) {
            return gone;
        }
        Dated before = queue.element();
        for (Iterator<Dated> all = queue.iterator(); all.hasNext(); ) {
            Dated dated = all.next();
            if (settled.test(dated)) {
                gone.add(dated.claim());
                all.remove();
            }
        }
        if (queue.isEmpty()) {
            open.remove(slot);
        } else if (!queue.element().equals(before)) {
            listener.first(queue.element().claim());
        }
        return gone;
    }

    /** Whether an entry answers a claim: all that were made before it, and those made within the window behind it. */
    private boolean covers(long entrySecond, long claimTimestamp) {
        return claimTimestamp < entrySecond * 1000 + window;
    }

    /** Forgets what cannot matter to a record that comes now or later. */
    private void advance(long timestamp) {
        if (Math.floorDiv(timestamp, MARGIN.toMillis()) <= Math.floorDiv(newest, MARGIN.toMillis())) {
            newest = Math.max(newest, timestamp);
            return;
        }
        newest = timestamp;
        long old = newest - window - MARGIN.toMillis();
        entries.forgetBefore(Math.floorDiv(old, 1000L));
        lapsed.values().removeIf(since -> since < old);
        for (Slot slot : List.copyOf(open.keySet())) {
            settle(slot, dated -> dated.timestamp() < old).forEach(listener::voided);
        }
    }

    /** The claim on a slot that counts. */
    Optional<Claim> first(Slot slot) {
        return Optional.ofNullable(open.get(slot)).map(queue -> queue.element().claim());
    }

    long bytes() {
        return entries.bytes();
    }
}
