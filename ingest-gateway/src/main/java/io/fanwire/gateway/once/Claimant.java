package io.fanwire.gateway.once;

import io.fanwire.gateway.once.ClaimLine.Alive;
import io.fanwire.gateway.once.ClaimLine.Claim;
import io.fanwire.gateway.once.ClaimLine.Lapse;
import io.fanwire.gateway.once.ClaimLine.Release;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * One gateway among those that claim slots: makes claims for those who ask, makes them anew when they turn out void, tells who asked
 * what became of it, and looks after owners that are silent. Has no clock, no thread and no network. Owned by the thread that reads the
 * logs.
 */
final class Claimant implements Precedence.Listener {
    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final Duration SWEEP = Duration.ofMillis(50);
    private static final Duration FORGET = Duration.ofHours(1);

    /** How often every partition gets a line, since what is old in it is forgotten when a newer line is read. */
    private static final Duration AGEING = Duration.ofMinutes(10);

    private final Actions actions;
    private final Duration silence;
    private final LongSupplier numbers;
    private final List<Precedence> partitions;
    private final Map<ClaimId, Waiting> claimed = new HashMap<>();
    private final List<Waiting> unclaimed = new ArrayList<>();
    private final Map<UUID, Long> heard = new HashMap<>();
    private final Map<UUID, Long> lapsing = new HashMap<>();
    private Optional<UUID> owner = Optional.empty();
    private long now;
    private long lastAlive;
    private long lastLines;
    private long lastSweep;

    /** Somebody who asks, and by which claim. */
    private static final class Waiting {
        private final Asker asker;
        private final long since;
        private boolean won;

        Waiting(Asker asker, long since) {
            this.asker = asker;
            this.since = since;
        }
    }

    /**
     * One that may not claim yet.
     *
     * @param window how long an entry counts
     * @param silence how long an owner of open claims may be unheard before it is shut out
     * @param numbers of claims, each another
     */
    Claimant(int partitions, Duration window, Duration silence, LongSupplier numbers, Shares shares, Actions actions) {
        this.actions = actions;
        this.silence = silence;
        this.numbers = numbers;
        TopicNames topics = new TopicNames();
        this.partitions = IntStream.range(0, partitions)
                .mapToObj(partition -> new Precedence(window, topics, shares, this))
                .toList();
    }

    /** From now on claims are this one's, and it can write. */
    void serve(UUID name) {
        owner = Optional.of(name);
        claimAnew();
    }

    /** Our name means nothing any more. */
    void retire(UUID name) {
        if (owner.filter(name::equals).isPresent()) {
            owner = Optional.empty();
            actions.deposed(name);
        }
    }

    /** Somebody asks; {@code sent}: the claim that is on its way for it. */
    void ask(Asker asker, Optional<Claim> sent) {
        Waiting waiting = new Waiting(asker, now);
        if (sent.isPresent()) {
            claimed.put(sent.get().id(), waiting);
        } else {
            unclaimed.add(waiting);
            claimAnew();
        }
    }

    /** The next record of a partition of claims. */
    void line(int partition, ClaimLine line, long timestamp) {
        heard.put(line.owner(), now);
        if (line instanceof Lapse lapse) {
            heard.remove(lapse.owner());
            retire(lapse.owner());
        }
        partitions.get(partition).line(line, timestamp);
    }

    /** The next record of a partition of entries. */
    void entry(int partition, Entry entry, long timestamp) {
        partitions.get(partition).entry(entry, timestamp);
    }

    /** All entries of a partition before this offset have been given. */
    void entriesRead(int partition, long offset) {
        partitions.get(partition).entriesRead(offset);
    }

    /** Time goes by. */
    void tick(long nanos) {
        now = nanos;
        if (now - lastSweep < SWEEP.toNanos()) {
            return;
        }
        lastSweep = now;
        unclaimed.removeIf(waiting -> waiting.asker.done(now));
        claimed.values().removeIf(waiting -> waiting.asker.done(now));
        claimAnew();
        if (owner.isPresent() && !claimed.isEmpty() && now - lastAlive >= HEARTBEAT.toNanos()) {
            lastAlive = now;
            actions.append(0, new Alive(owner.get()));
        }
        if (owner.isPresent() && now - lastLines >= AGEING.toNanos()) {
            lastLines = now;
            for (int partition = 0; partition < partitions.size(); partition++) {
                actions.append(partition, new Alive(owner.get()));
            }
        }
        claimed.values().stream()
                .filter(waiting -> !waiting.won && now - waiting.since >= silence.toNanos())
                .flatMap(waiting -> partition(waiting.asker.slot()).first(waiting.asker.slot()).stream())
                .map(Claim::owner)
                .distinct()
                .filter(this::silent)
                .toList()
                .forEach(silent -> {
                    lapsing.put(silent, now);
                    actions.lapse(silent);
                });
        heard.values().removeIf(at -> now - at > FORGET.toNanos());
        lapsing.values().removeIf(at -> now - at > FORGET.toNanos());
    }

    /** Not we, not heard of, and not being shut out at this moment. */
    private boolean silent(UUID other) {
        return !owner.filter(other::equals).isPresent()
                && longAgo(Optional.ofNullable(heard.get(other)))
                && longAgo(Optional.ofNullable(lapsing.get(other)));
    }

    private boolean longAgo(Optional<Long> at) {
        return at.map(then -> now - then >= silence.toNanos()).orElse(true);
    }

    private void claimAnew() {
        if (owner.isEmpty()) {
            return;
        }
        for (Waiting waiting : unclaimed) {
            Asker asker = waiting.asker;
            Claim claim = new Claim(new ClaimId(owner.get(), numbers.getAsLong()), asker.slot(), asker.fingerprint());
            claimed.put(claim.id(), waiting);
            append(claim, claim.slot());
        }
        unclaimed.clear();
    }

    @Override
    public void first(Claim claim) {
        if (!owner.filter(claim.owner()::equals).isPresent()) {
            return;
        }
        Optional<Waiting> waiting = waiting(claim);
        if (waiting.isEmpty()) {
            append(new Release(claim.id(), claim.slot()), claim.slot());
            return;
        }
        waiting.get().won = true;
        waiting.get().asker.won(claim);
    }

    @Override
    public void behind(Claim claim, Claim first) {
        waiting(claim).ifPresent(waiting -> {
            if (first.fingerprint() == claim.fingerprint()) {
                waiting.asker.behind();
            } else {
                claimed.remove(claim.id());
                append(new Release(claim.id(), claim.slot()), claim.slot());
                waiting.asker.conflict();
            }
        });
    }

    @Override
    public void known(Claim claim, Entry entry) {
        waiting(claim).ifPresent(waiting -> {
            claimed.remove(claim.id());
            waiting.asker.known(entry);
        });
    }

    @Override
    public void voided(Claim claim) {
        waiting(claim).ifPresent(waiting -> {
            claimed.remove(claim.id());
            waiting.won = false;
            waiting.asker.voided();
            unclaimed.add(waiting);
        });
    }

    private Optional<Waiting> waiting(Claim claim) {
        return Optional.ofNullable(claimed.get(claim.id())).filter(waiting -> !waiting.asker.done(now));
    }

    private void append(ClaimLine line, Slot slot) {
        actions.append(slot.partition(partitions.size()), line);
    }

    private Precedence partition(Slot slot) {
        return partitions.get(slot.partition(partitions.size()));
    }

    /** About how much memory the entries take. */
    long bytes() {
        return partitions.stream().mapToLong(Precedence::bytes).sum();
    }
}
