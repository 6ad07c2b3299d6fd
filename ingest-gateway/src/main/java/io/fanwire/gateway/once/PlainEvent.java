package io.fanwire.gateway.once;

import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.once.Once.Placed;
import io.fanwire.gateway.publish.EventPublisher;
import io.fanwire.schemas.Event;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * An event without a slot between others that have one: it is written where they are, so that it stays in its place, and not at all when
 * the one before it could not be.
 */
final class PlainEvent implements Work {
    private final Event event;
    private final long deadline;
    private final CompletableFuture<Checked<Placed>> result;
    private final Optional<UUID> follows;

    /** {@code deadline}: in nanoseconds. */
    PlainEvent(Event event, long deadline) {
        this(event, deadline, new CompletableFuture<>(), Optional.empty());
    }

    private PlainEvent(Event event, long deadline, CompletableFuture<Checked<Placed>> result, Optional<UUID> follows) {
        this.event = event;
        this.deadline = deadline;
        this.result = result;
        this.follows = follows;
    }

    /** The same behind one that waits to be written under a name. */
    PlainEvent after(Optional<UUID> name) {
        return new PlainEvent(event, deadline, result, name);
    }

    CompletableFuture<Checked<Placed>> result() {
        return result;
    }

    @Override
    public Optional<UUID> owner() {
        return follows;
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
