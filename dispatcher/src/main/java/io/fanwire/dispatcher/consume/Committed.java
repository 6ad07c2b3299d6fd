package io.fanwire.dispatcher.consume;

import java.util.List;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Hears that records are durable and visible. Called on the worker thread, once, after the commit. */
@FunctionalInterface
public interface Committed {
    /** For records whose author has nothing to learn from it. */
    Committed UNHEARD = records -> {};

    /**
     * Must not block.
     *
     * @param records where the effect's records are, in their order
     */
    void committed(List<RecordMetadata> records);
}
