package io.fanwire.dispatcher.http;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.schemas.Delivery;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** Makes one attempt: one request, one outcome. */
@FunctionalInterface
public interface CallbackClient {
    /**
     * Ends within the callback's time-out, normally; failures of the callback are outcomes, exceptions are bugs.
     *
     * @param mayStart asked when the connection stands, right before the request is written
     * @return empty when it might not start: nothing was sent
     */
    CompletionStage<Optional<AttemptOutcome>> attempt(Callback callback, Delivery delivery, BooleanSupplier mayStart);
}
