package io.fanwire.gateway.once;

import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.once.ClaimLine.Claim;
import io.fanwire.gateway.once.Once.Placed;
import io.fanwire.gateway.publish.EventPublisher;
import io.fanwire.schemas.Event;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;

/** An event without a slot between others that have one: it is written where they are, so that it stays in its place. */
final class PlainEvent implements Work {
    private final Event event;
    private final long deadline;
    private final CompletableFuture<Checked<Placed>> result = new CompletableFuture<>();

    /** {@code deadline}: in nanoseconds. */
    PlainEvent(Event event, long deadline) {
        this.event = event;
        this.deadline = deadline;
    }

    CompletableFuture<Checked<Placed>> result() {
        return result;
    }

    @Override
    public Optional<Claim> claim() {
        return Optional.empty();
    }

    @Override
    public Optional<Event> event() {
        return Optional.of(event);
    }

    @Override
    public Optional<Entry> entry(Optional<RecordMetadata> where) {
        return Optional.empty();
    }

    @Override
    public boolean wanted() {
        return System.nanoTime() - deadline < 0;
    }

    @Override
    public void done(Optional<RecordMetadata> where, Optional<Entry> entry) {
        where.ifPresent(
                at -> result.complete(Checked.ok(new Placed(event.id(), event.topic(), at.partition(), at.offset()))));
    }

    @Override
    public void refused(Exception failure) {
        result.complete(Checked.refused(EventPublisher.problem(failure)));
    }

    @Override
    public void unsure() {
        result.complete(Checked.refused(Outcomes.unknown()));
    }
}
