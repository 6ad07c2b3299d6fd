package io.fanwire.dispatcher.order;

import java.time.Instant;

/** What the end of a job means to those who wait behind it. */
public sealed interface Ending {
    /** Delivered: the next may start at once, since a crash repeats both in their order. */
    record Delivered() implements Ending {}

    /** Over without having been delivered: the next waits until that is durable, or a crash could still deliver this one after it. */
    record Over() implements Ending {}

    /** Again later: it becomes the head that all others wait for. */
    record Again(Instant due, boolean attempted) implements Ending {}

    /** Its callback stands still: it goes back to its place among the held. */
    record Back(boolean attempted) implements Ending {}
}
