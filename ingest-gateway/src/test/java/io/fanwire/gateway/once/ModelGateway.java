package io.fanwire.gateway.once;

import io.fanwire.gateway.once.ClaimLine.Claim;
import io.fanwire.gateway.once.ClaimLine.Release;
import io.fanwire.gateway.once.ModelCluster.Row;
import io.fanwire.gateway.once.ModelCluster.State;
import io.fanwire.gateway.once.ModelCluster.Tx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** A gateway of the model: the real {@link Claimant}, and a pump that can be stopped between any two of its steps. */
final class ModelGateway implements Actions {
    private final ModelCluster cluster;
    private final RandomGenerator random;
    private final Claimant claimant;
    private final int[] claimsRead = new int[ModelCluster.PARTITIONS];
    private final int[] entriesRead = new int[ModelCluster.PARTITIONS];
    private final Deque<Sent> outbox = new ArrayDeque<>();
    private final Deque<Won> won = new ArrayDeque<>();
    private final List<Fencing> fencings = new ArrayList<>();
    private Optional<UUID> owner = Optional.empty();
    private Optional<UUID> serving = Optional.empty();
    private Optional<Fencing> ownEnd = Optional.empty();
    private Optional<Batch> batch = Optional.empty();
    private long numbers;
    long frozenUntil;

    private record Sent(int partition, ClaimLine line) {}

    private record Won(Claim claim, ModelAsk ask) {}

    /** Shutting one out, step by step: the fence, the ends, one partition after the other. */
    private static final class Fencing {
        private final UUID owner;
        private boolean fenced;
        private final List<ClaimLine.Lapse> lapses = new ArrayList<>();
        private int written;

        Fencing(UUID owner) {
            this.owner = owner;
        }
    }

    /** A transaction, step by step. */
    private static final class Batch {
        private final List<Won> works;
        private final Tx tx;
        private final List<Integer> places = new ArrayList<>();
        private boolean entriesDone;

        Batch(List<Won> works, Tx tx) {
            this.works = works;
            this.tx = tx;
        }
    }

    ModelGateway(ModelCluster cluster, RandomGenerator random, Duration window) {
        this.cluster = cluster;
        this.random = random;
        this.claimant = new Claimant(
                ModelCluster.PARTITIONS, window, Duration.ofSeconds(3), () -> ++numbers, new Shares(), this);
        tick();
    }

    ModelAsk ask(Slot slot, long fingerprint) {
        ModelAsk ask = new ModelAsk(slot, fingerprint, nanos(), (claim, asker) -> won.add(new Won(claim, asker)));
        Optional<Claim> claim = serving.map(name -> new Claim(new ClaimId(name, ++numbers), slot, fingerprint));
        claimant.ask(ask, claim);
        claim.ifPresent(sent -> append(slot.partition(ModelCluster.PARTITIONS), sent));
        return ask;
    }

    /** Does one thing of the many that it might do now. */
    void step() {
        switch (random.nextInt(8)) {
            case 0 -> tick();
            case 1, 2 -> readLine();
            case 3 -> readEntry();
            case 4 -> deliver();
            case 5 -> fencings.removeIf(this::advance);
            default -> pump();
        }
    }

    private void tick() {
        claimant.tick(nanos());
    }

    private long nanos() {
        return cluster.clock * 1_000_000;
    }

    private void readLine() {
        int partition = random.nextInt(ModelCluster.PARTITIONS);
        if (claimsRead[partition] < cluster.claims.get(partition).size()) {
            ModelCluster.Line next = cluster.claims.get(partition).get(claimsRead[partition]++);
            claimant.line(partition, next.line(), next.timestamp());
        }
    }

    private void readEntry() {
        int partition = random.nextInt(ModelCluster.PARTITIONS);
        int at = entriesRead[partition];
        if (at < cluster.entries.get(partition).size() && cluster.stable(partition, at)) {
            Row row = cluster.entries.get(partition).get(at);
            entriesRead[partition]++;
            if (row.tx().state == State.COMMITTED) {
                claimant.entry(partition, row.entry().orElseThrow(), row.timestamp());
            }
            claimant.entriesRead(partition, entriesRead[partition]);
        }
    }

    private void deliver() {
        if (!outbox.isEmpty()) {
            Sent sent = outbox.remove();
            cluster.append(sent.partition(), sent.line());
        }
    }

    /** Killed: some of what it had sent arrives, and nothing else happens any more. */
    void die() {
        for (int arrives = random.nextInt(outbox.size() + 1); arrives > 0; arrives--) {
            deliver();
        }
    }

    /** Answers whether it has come to its end. */
    private boolean advance(Fencing fencing) {
        if (!fencing.fenced) {
            cluster.shutOut(fencing.owner);
            fencing.fenced = true;
        } else if (fencing.lapses.isEmpty()) {
            for (int partition = 0; partition < ModelCluster.PARTITIONS; partition++) {
                fencing.lapses.add(cluster.lapse(fencing.owner, partition));
            }
        } else {
            cluster.append(fencing.written, fencing.lapses.get(fencing.written++));
        }
        return fencing.written == ModelCluster.PARTITIONS;
    }

    private void pump() {
        if (batch.isPresent()) {
            go(batch.get());
        } else if (ownEnd.isPresent()) {
            if (advance(ownEnd.get())) {
                ownEnd = Optional.empty();
            }
        } else if (owner.isEmpty()) {
            owner = Optional.of(new UUID(random.nextLong(), random.nextLong()));
            serving = owner;
            claimant.serve(owner.get());
        } else if (!won.isEmpty()) {
            begin(owner.get());
        }
    }

    private void begin(UUID by) {
        List<Won> works = new ArrayList<>();
        while (!won.isEmpty() && works.size() < 3) {
            Won next = won.remove();
            if (!next.claim().owner().equals(by)) {
                continue;
            }
            if (next.ask().answer.isPresent() || random.nextInt(20) == 0) {
                append(
                        next.ask().slot().partition(ModelCluster.PARTITIONS),
                        new Release(next.claim().id(), next.ask().slot()));
                next.ask().answer(ModelAsk.Kind.REFUSED, -1);
            } else {
                works.add(next);
            }
        }
        if (!works.isEmpty()) {
            cluster.begin(by).ifPresentOrElse(tx -> batch = Optional.of(new Batch(works, tx)), () -> giveUp(by));
        }
    }

    private void go(Batch now) {
        if (now.places.size() < now.works.size()) {
            Won next = now.works.get(now.places.size());
            cluster.event(now.tx, next.ask().slot(), next.ask().fingerprint())
                    .ifPresentOrElse(now.places::add, () -> giveUp(owner.orElseThrow()));
        } else if (!now.entriesDone) {
            now.entriesDone = true;
            for (int i = 0; i < now.works.size(); i++) {
                ModelAsk ask = now.works.get(i).ask();
                Entry.Place place = new Entry.Place("", "t", 0, now.places.get(i));
                if (!cluster.entry(now.tx, new Entry(ask.slot(), ask.fingerprint(), place))) {
                    giveUp(owner.orElseThrow());
                    return;
                }
            }
        } else if (!cluster.commit(now.tx)) {
            giveUp(owner.orElseThrow());
        } else {
            batch = Optional.empty();
            if (random.nextInt(30) == 0) {
                giveUp(owner.orElseThrow()); // as if nobody knew whether it was committed
                return;
            }
            for (int i = 0; i < now.works.size(); i++) {
                now.works.get(i).ask().answer(ModelAsk.Kind.PUBLISHED, now.places.get(i));
            }
        }
    }

    private void giveUp(UUID by) {
        batch = Optional.empty();
        owner = Optional.empty();
        ownEnd = Optional.of(new Fencing(by));
        claimant.retire(by);
    }

    @Override
    public void append(int partition, ClaimLine line) {
        outbox.add(new Sent(partition, line));
    }

    @Override
    public void lapse(UUID other) {
        fencings.add(new Fencing(other));
    }

    @Override
    public void deposed(UUID name) {
        serving = Optional.empty();
        if (owner.filter(name::equals).isPresent()) {
            giveUp(name);
        }
    }
}
