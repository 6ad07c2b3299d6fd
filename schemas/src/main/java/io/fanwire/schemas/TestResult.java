package io.fanwire.schemas;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What came back from the callback that a test event was sent to.
 *
 * @param deliveryId of the test that was asked for
 * @param outcome one word of the outcome classes, or {@link #NOTHING_SENT}
 * @param reason error class of a failure, or why nothing was sent
 * @param message what went wrong, cut to {@value Attempt#MAX_MESSAGE} characters
 * @param response the beginning of the answer's body, as text
 */
public record TestResult(
        String deliveryId,
        String outcome,
        Optional<String> reason,
        Optional<Integer> status,
        Optional<String> message,
        Optional<String> response,
        Instant at,
        Duration took) {
    public static final String NOTHING_SENT = "none";

    /** Most bytes of an answer that are kept. */
    public static final int MAX_RESPONSE = 1024;

    public TestResult {
        message = message.map(text -> cut(text, Attempt.MAX_MESSAGE));
        response = response.map(text -> cut(text, MAX_RESPONSE));
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
