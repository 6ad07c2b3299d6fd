package io.fanwire.gateway.once;

import io.fanwire.schemas.Event;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.RecordMetadata;

/** What a transaction is to hold for somebody: an event, an entry, or both. Called by the thread that writes them. */
interface Work {
    /** The only name under which it may be written; empty where any will do. */
    Optional<UUID> owner();

    Optional<Event> event();

    /** The entry, now that it is known where the event lies. */
    Optional<Entry> entry(Optional<RecordMetadata> where);

    /** Whether anybody still wants it. */
    boolean wanted();

    /** All of it is committed. */
    void done(Optional<RecordMetadata> where, Optional<Entry> entry);

    /** Nothing of it is there, nor will be. */
    void refused(Exception failure);

    /** Nobody knows; what has a claim hears of it again through that. */
    void unsure();
}
