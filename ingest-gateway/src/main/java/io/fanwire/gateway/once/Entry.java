package io.fanwire.gateway.once;

import io.fanwire.schemas.Payload;
import java.util.function.Function;

/** A slot that is filled: a record of the topic of entries. */
record Entry(Slot slot, long fingerprint, Kept kept) {

    /** What fills it. */
    sealed interface Kept {
        <R> R fold(Function<Place, R> place, Function<Stored, R> stored);
    }

    /**
     * An event.
     *
     * @param id empty where it is the one that the slot is named after
     */
    record Place(String id, String topic, int partition, long offset) implements Kept {
        @Override
        public <R> R fold(Function<Place, R> place, Function<Stored, R> stored) {
            return place.apply(this);
        }
    }

    /** An answer, sealed. */
    record Stored(Payload sealed) implements Kept {
        @Override
        public <R> R fold(Function<Place, R> place, Function<Stored, R> stored) {
            return stored.apply(this);
        }
    }
}
