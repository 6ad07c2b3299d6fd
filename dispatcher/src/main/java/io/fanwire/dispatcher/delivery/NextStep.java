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

        T suspend(Suspend step);

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
        public static final String UNSENDABLE = "unsendable";
        /** The transform of its subscription made nothing of the event. */
        public static final String TRANSFORM = "transform";
        /** No topic that it should wait in takes a record of its size. */
        public static final String TOO_LARGE = "too_large";
        /** It stood still for longer than anything is kept. */
        public static final String SUSPENDED = "suspended";
        /** Every process that worked on it ended. */
        public static final String CRASHED = "crashed";
        /** Its owner let those behind it pass. */
        public static final String SKIPPED = "skipped";

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.deadLetter(this);
        }
    }

    /** Put aside until the subscription's owner acts: its callback gets nothing for now. Free of charge, unless it was attempted. */
    record Suspend(String reason) implements NextStep {
        /** Its owner has paused it. */
        public static final String PAUSED = "paused";
        /** It answered 410. */
        public static final String GONE = "gone";
        /** It has failed for days without one success. */
        public static final String FAILING = "failing";
        /** No request to it can be made: a secret that does not open. */
        public static final String SETUP = "setup";

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.suspend(this);
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
