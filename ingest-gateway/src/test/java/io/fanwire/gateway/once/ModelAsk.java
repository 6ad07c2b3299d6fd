package io.fanwire.gateway.once;

import io.fanwire.gateway.once.ClaimLine.Claim;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A client's request at one gateway of the model, with the patience that a real one has. */
final class ModelAsk implements Asker {
    private static final long WITHIN = 4_500_000_000L;

    private final Slot slot;
    private final long fingerprint;
    private final long deadline;
    private final BiConsumer<Claim, ModelAsk> work;
    private boolean won;
    Optional<Answer> answer = Optional.empty();

    /** What the client was told; {@code place} where the event lies, or -1. */
    record Answer(Kind kind, int place) {}

    enum Kind {
        PUBLISHED,
        CONFLICT,
        REFUSED,
        UNKNOWN
    }

    ModelAsk(Slot slot, long fingerprint, long now, BiConsumer<Claim, ModelAsk> work) {
        this.slot = slot;
        this.fingerprint = fingerprint;
        this.deadline = now + WITHIN;
        this.work = work;
    }

    @Override
    public Slot slot() {
        return slot;
    }

    @Override
    public long fingerprint() {
        return fingerprint;
    }

    @Override
    public void won(Claim claim) {
        won = true;
        work.accept(claim, this);
    }

    @Override
    public void voided() {
        // waits
    }

    @Override
    public void behind() {
        // waits
    }

    @Override
    public void known(Entry entry) {
        if (entry.fingerprint() == fingerprint) {
            answer(Kind.PUBLISHED, entry.kept().fold(place -> (int) place.offset(), stored -> -1));
        } else {
            conflict();
        }
    }

    @Override
    public void conflict() {
        answer(Kind.CONFLICT, -1);
    }

    @Override
    public boolean done(long nanos) {
        long late = nanos - deadline;
        if (late > 0 && (!won || late > 4 * WITHIN)) {
            answer(Kind.UNKNOWN, -1);
        }
        return answer.isPresent();
    }

    void answer(Kind kind, int place) {
        if (answer.isEmpty()) {
            answer = Optional.of(new Answer(kind, place));
        }
    }
}
