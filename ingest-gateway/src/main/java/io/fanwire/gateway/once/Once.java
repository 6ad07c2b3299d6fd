package io.fanwire.gateway.once;

import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Checked;
import io.fanwire.schemas.Event;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Things that are done once, however often they are asked for and at whichever gateway. Its stages never end with an exception. */
public interface Once {
    /** Publishes the events of one request in their order, each that has a slot once. May block for a moment. */
    List<CompletionStage<Checked<Placed>>> publish(List<Wish> wishes);

    /**
     * Gives the answer that is kept in the slot, or works for one and keeps it if it tells of success. May block for a moment.
     *
     * @param owner whom a kept answer is bound to; it opens for no other
     * @param on where to work
     */
    CompletionStage<Answer> answer(Ask ask, String owner, Supplier<CompletionStage<Answer>> work, Executor on);

    /**
     * A slot and what is to fill it.
     *
     * @param fingerprint of the request; the same slot with another one is a conflict
     */
    record Ask(Slot slot, long fingerprint) {}

    /** An event to publish; without a slot it is published each time. */
    record Wish(Event event, Optional<Ask> ask) {}

    /** An event in its topic. */
    record Placed(String id, String topic, int partition, long offset) {}
}
