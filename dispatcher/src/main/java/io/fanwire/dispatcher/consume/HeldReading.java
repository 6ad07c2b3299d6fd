package io.fanwire.dispatcher.consume;

import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.LaneMark;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what the owner of a partition number needs to know of its ordered lanes. Owned by the worker thread; no method blocks. */
public interface HeldReading {
    /** The mark of one lane of a subscription. */
    record Found(SubscriptionKey subscription, LaneMark mark) {}

    /** A held delivery, and when it was put there. */
    record Body(Delivery delivery, Instant heldAt) {}

    /** Hears what was found of one partition number. */
    interface Finder {
        /** All marks; answers the offset from which on held deliveries are needed, if they are. */
        OptionalLong marks(List<Found> marks);

        /** A held delivery, in the order of the topic. */
        void held(Delivery delivery, long offset);

        /** That is all, up to this end of the held deliveries. */
        void complete(long end);

        /** A held delivery that was asked for; empty when it is there no more. */
        void fetched(long offset, Optional<Body> body);
    }

    /** Reads everything of a number, every transaction of its last owner being decided or about to be. */
    void assigned(int partition, Finder finder);

    void revoked(int partition);

    /** Asks for one held delivery. */
    void fetch(int partition, long offset);

    /** Reads on, and tells the finders. */
    void turn(Instant now);

    /** Whether something was asked for that has not come. */
    boolean busy();
}
