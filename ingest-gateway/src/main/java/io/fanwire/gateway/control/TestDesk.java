package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Checked;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.TestResult;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Has test events sent. */
@FunctionalInterface
public interface TestDesk {
    /** Longest wait for what came back; after that nobody sends the test any more. */
    Duration WITHIN = Duration.ofSeconds(20);

    /** The stage ends with what came back, within {@link #WITHIN}, and never with an exception that was to be expected. */
    CompletionStage<Checked<TestResult>> send(Delivery test);
}
