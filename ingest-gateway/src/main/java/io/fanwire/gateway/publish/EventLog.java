package io.fanwire.gateway.publish;

import io.fanwire.gateway.http.Checked;
import io.fanwire.schemas.Event;
import java.util.concurrent.CompletionStage;

/** Keeps events. */
@FunctionalInterface
public interface EventLog {
    /** Appends one; ends with where it lies once it is safe there, and never with an exception. May block for a moment. */
    CompletionStage<Checked<Published>> append(Event event);
}
