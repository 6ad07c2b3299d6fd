package io.fanwire.dispatcher.delivery;

import java.time.Duration;
import java.util.Optional;

/** How one attempt ended. An expected result, never an exception. */
public sealed interface AttemptOutcome {
    /** One word for records and metrics. */
    String word();

    /** The status line's code, where one arrived. */
    Optional<Integer> status();

    /** The error class, where it did not succeed. */
    Optional<String> reason();

    /** What went wrong, for people. */
    Optional<String> message();

    <T> T fold(Cases<T> cases);

    /** One answer for every outcome; a new outcome breaks the build wherever one is missing. */
    interface Cases<T> {
        T delivered(Delivered outcome);

        T failed(Failed outcome);

        T throttled(Throttled outcome);

        T gone(Gone outcome);

        T blocked(Blocked outcome);
    }

    /** The callback took it: 2xx. */
    record Delivered(int code) implements AttemptOutcome {
        @Override
        public String word() {
            return "delivered";
        }

        @Override
        public Optional<Integer> status() {
            return Optional.of(code);
        }

        @Override
        public Optional<String> reason() {
            return Optional.empty();
        }

        @Override
        public Optional<String> message() {
            return Optional.empty();
        }

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.delivered(this);
        }
    }

    /** It did not take it: an answer that is no success, or none at all. */
    record Failed(ErrorClass error, Optional<Integer> status, Optional<String> message) implements AttemptOutcome {
        @Override
        public String word() {
            return "failed";
        }

        @Override
        public Optional<String> reason() {
            return Optional.of(error.word());
        }

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.failed(this);
        }
    }

    /** It asks for time: 408, 425, 429, or 503 with {@code Retry-After}. */
    record Throttled(int code, Optional<Duration> retryAfter) implements AttemptOutcome {
        @Override
        public String word() {
            return "throttled";
        }

        @Override
        public Optional<Integer> status() {
            return Optional.of(code);
        }

        @Override
        public Optional<String> reason() {
            return Optional.of("throttled");
        }

        @Override
        public Optional<String> message() {
            return retryAfter.map(wait -> "asks for " + wait.toSeconds() + " s");
        }

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.throttled(this);
        }
    }

    /** It wants no more, ever: 410. */
    record Gone() implements AttemptOutcome {
        @Override
        public String word() {
            return "gone";
        }

        @Override
        public Optional<Integer> status() {
            return Optional.of(410);
        }

        @Override
        public Optional<String> reason() {
            return Optional.of("gone");
        }

        @Override
        public Optional<String> message() {
            return Optional.empty();
        }

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.gone(this);
        }
    }

    /** We refused to connect: the address is forbidden. */
    record Blocked(String rule) implements AttemptOutcome {
        @Override
        public String word() {
            return "blocked";
        }

        @Override
        public Optional<Integer> status() {
            return Optional.empty();
        }

        @Override
        public Optional<String> reason() {
            return Optional.of("blocked");
        }

        @Override
        public Optional<String> message() {
            return Optional.of(rule);
        }

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.blocked(this);
        }
    }
}
