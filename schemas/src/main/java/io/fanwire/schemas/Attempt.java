package io.fanwire.schemas;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt, or a terminal state that was reached without one: what the topic {@code attempts} tells anybody who reads it.
 *
 * @param number 1 for the first attempt; the number made so far where none was made
 * @param outcome one word of the outcome classes; empty: no attempt was made
 * @param reason error class of a failure, or why the state is terminal
 * @param message what went wrong, cut to {@value #MAX_MESSAGE} characters
 */
public record Attempt(
        String deliveryId,
        SubscriptionKey subscription,
        String eventId,
        String topic,
        String type,
        int generation,
        int number,
        State state,
        Optional<String> outcome,
        Optional<String> reason,
        Optional<Integer> status,
        Optional<String> message,
        Instant at,
        Duration took,
        Optional<Instant> next) {
    public static final int MAX_MESSAGE = 1024;

    public Attempt {
        message = message.map(m -> m.length() <= MAX_MESSAGE ? m : m.substring(0, MAX_MESSAGE));
    }

    /** The state of a delivery: one that may still change, and three ends. */
    public enum State {
        PENDING("pending"),
        DELIVERED("delivered"),
        DEAD_LETTERED("dead_lettered"),
        CANCELLED("cancelled");

        private final String text;

        State(String text) {
            this.text = text;
        }

        public boolean terminal() {
            return this != PENDING;
        }

        /** The word used in the API and in records. */
        public String text() {
            return text;
        }

        public static State parse(String text) {
            return valueOf(text.toUpperCase(java.util.Locale.ROOT));
        }
    }
}
