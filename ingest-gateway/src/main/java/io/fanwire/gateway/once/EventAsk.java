package io.fanwire.gateway.once;

import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.once.ClaimLine.Claim;
import io.fanwire.gateway.once.Once.Ask;
import io.fanwire.gateway.once.Once.Placed;
import io.fanwire.gateway.publish.EventPublisher;
import io.fanwire.schemas.Event;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;

/** An event that is to be published once. What it is told comes from the thread that reads the logs. */
final class EventAsk implements Asker {
    private final Event event;
    private final Ask ask;
    private final Turn turn;
    private final CompletableFuture<Checked<Placed>> result = new CompletableFuture<>();
    private boolean won;

    /**
     * Its place among the events of its request.
     *
     * @param deadline in nanoseconds, from when on nobody waits
     */
    record Turn(InOrder order, int index, long deadline, Outcomes outcomes) {}

    EventAsk(Event event, Ask ask, Turn turn) {
        this.event = event;
        this.ask = ask;
        this.turn = turn;
    }

    CompletableFuture<Checked<Placed>> result() {
        return result;
    }

    @Override
    public Slot slot() {
        return ask.slot();
    }

    @Override
    public long fingerprint() {
        return ask.fingerprint();
    }

    @Override
    public void won(Claim claim) {
        won = true;
        turn.order().won(turn.index(), Optional.of(claim.owner()), follows -> new Publishing(claim));
    }

    @Override
    public void voided() {
        won = false;
        turn.order().voided(turn.index());
    }

    @Override
    public void behind() {
        turn.order().behind(turn.index());
    }

    @Override
    public void known(Entry entry) {
        turn.order().settled(turn.index());
        if (entry.fingerprint() != ask.fingerprint()) {
            result.complete(Checked.refused(turn.outcomes().conflict()));
            return;
        }
        entry.kept()
                .fold(
                        place -> result.complete(
                                Checked.ok(won ? placed(place) : turn.outcomes().repeated(placed(place)))),
                        stored -> result.complete(Checked.refused(Problem.internal())));
    }

    private Placed placed(Entry.Place place) {
        return new Placed(
                place.id().isEmpty() ? event.id() : place.id(), place.topic(), place.partition(), place.offset());
    }

    @Override
    public void conflict() {
        turn.order().settled(turn.index());
        result.complete(Checked.refused(turn.outcomes().conflict()));
    }

    @Override
    public boolean done(long nanos) {
        long late = nanos - turn.deadline();
        if (late > 0 && (!won || late > Outcomes.HARD.toNanos())) {
            failed();
        }
        return result.isDone();
    }

    /** Nobody knows whether it is, or will be, published. */
    void failed() {
        result.complete(Checked.refused(Outcomes.unknown()));
    }

    /** The event and its entry. */
    private final class Publishing implements Work {
        private final Claim claim;

        Publishing(Claim claim) {
            this.claim = claim;
        }

        @Override
        public Optional<UUID> owner() {
            return Optional.of(claim.owner());
        }

        @Override
        public Optional<Event> event() {
            return Optional.of(event);
        }

        @Override
        public Optional<Entry> entry(Optional<RecordMetadata> where) {
            String id = ask.slot().equals(Slot.event(event.tenant(), event.id())) ? "" : event.id();
            return where.map(at -> new Entry(
                    ask.slot(), ask.fingerprint(), new Entry.Place(id, event.topic(), at.partition(), at.offset())));
        }

        @Override
        public boolean wanted() {
            return !result.isDone() && System.nanoTime() - turn.deadline() < 0;
        }

        @Override
        public void done(Optional<RecordMetadata> where, Optional<Entry> entry) {
            where.ifPresent(at ->
                    result.complete(Checked.ok(new Placed(event.id(), event.topic(), at.partition(), at.offset()))));
        }

        @Override
        public void refused(Exception failure) {
            turn.outcomes().release(claim);
            result.complete(Checked.refused(EventPublisher.problem(failure)));
        }

        @Override
        public void unsure() {
            // the claim turns out void, or the entry is seen
        }
    }
}
