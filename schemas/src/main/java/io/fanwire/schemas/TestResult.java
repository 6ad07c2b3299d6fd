package io.fanwire.schemas;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What came back from the callback that a test event was sent to, or that was asked whether it wants events.
 *
 * @param deliveryId of the test that was asked for, or the id of the verification
 * @param outcome one word of the outcome classes, or {@link #NOTHING_SENT}
 * @param reason error class of a failure, or why nothing was sent
 * @param message what went wrong, cut to {@value Attempt#MAX_MESSAGE} characters
 * @param response the beginning of the answer's body, as text
 * @param allowedRate requests a minute that the callback allows, where it said so
 */
public record TestResult(
        String deliveryId,
        String outcome,
        Optional<String> reason,
        Optional<Integer> status,
        Optional<String> message,
        Optional<String> response,
        Instant at,
        Duration took,
        Optional<Long> allowedRate) {
    public static final String NOTHING_SENT = "none";

    /** The outcome of a request that was taken. */
    public static final String DELIVERED = "delivered";

    /** The outcome of a request that was not made because the address is forbidden; the message is the rule. */
    public static final String BLOCKED = "blocked";

    /** The reason where the platform itself failed. */
    public static final String INTERNAL = "internal";

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
