package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Checked;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.TestResult;
import java.util.concurrent.CompletionStage;

/** Has callbacks asked whether they want the events of subscriptions that are not saved yet. */
@FunctionalInterface
public interface VerificationDesk {
    /**
     * The stage ends with what came back, within {@link TestDesk#WITHIN}, and never with an exception that was to be expected.
     *
     * @param wanted the subscription as it would be saved
     */
    CompletionStage<Checked<TestResult>> verify(Subscription wanted);
}
