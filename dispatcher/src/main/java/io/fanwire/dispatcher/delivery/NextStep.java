package io.fanwire.dispatcher.delivery;

import java.time.Instant;

/** What becomes of a delivery now. There is no step "give up": every path ends in one of these. */
public sealed interface NextStep {
    <T> T fold(Cases<T> cases);

    /** One answer for every step; a new step breaks the build wherever one is missing. */
    interface Cases<T> {
        T complete(Complete step);

        T retry(Retry step);

        T defer(Defer step);

        T deadLetter(DeadLetter step);

        T cancel(Cancel step);
    }

    /** Delivered: terminal. */
    record Complete() implements NextStep {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.complete(this);
        }
    }

    /** Another attempt, not before {@code due}. */
    record Retry(Instant due) implements NextStep {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.retry(this);
        }
    }

    /** No attempt was made, for want of room or time; again not before {@code due}. Free of charge. */
    record Defer(Instant due) implements NextStep {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.defer(this);
        }
    }

    /** Among the dead letters, with the reason: terminal. */
    record DeadLetter(String reason) implements NextStep {
        public static final String EXHAUSTED = "exhausted";
        public static final String EXPIRED = "expired";
        public static final String GONE = "gone";

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.deadLetter(this);
        }
    }

    /** The subscription is gone: terminal. */
    record Cancel() implements NextStep {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.cancel(this);
        }
    }
}
