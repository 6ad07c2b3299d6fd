package io.fanwire.dispatcher.http;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.schemas.Delivery;
import java.util.concurrent.CompletionStage;

/** Makes one attempt: one request, one outcome. */
@FunctionalInterface
public interface CallbackClient {
    /** Ends within the callback's time-out, normally; failures of the callback are outcomes, exceptions are bugs. */
    CompletionStage<AttemptOutcome> attempt(Callback callback, Delivery delivery);
}
