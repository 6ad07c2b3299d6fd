package io.fanwire.gateway.once;

import io.fanwire.gateway.once.ClaimLine.Claim;
import io.fanwire.schemas.Event;
import java.util.Optional;
import org.apache.kafka.clients.producer.RecordMetadata;

/** What a transaction is to hold for somebody: an event, an entry, or both. Called by the thread that writes them. */
interface Work {
    /** By which claim; empty where none is needed. */
    Optional<Claim> claim();

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
