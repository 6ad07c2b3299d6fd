package io.fanwire.dispatcher.lane;

import java.time.Instant;

/** What has become of a callback, worth remembering beyond this worker. Told when it changes. */
public sealed interface CallbackHealth {
    <T> T fold(Cases<T> cases);

    /** One answer for every state; a new one breaks the build wherever it is missing. */
    interface Cases<T> {
        T healthy(Healthy health);

        T failing(Failing health);

        T suspended(Suspended health);
    }

    /** It took a delivery, after a failure that was told. */
    record Healthy() implements CallbackHealth {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.healthy(this);
        }
    }

    /** It has failed for a while, without one success. */
    record Failing(Instant since) implements CallbackHealth {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.failing(this);
        }
    }

    /**
     * It gets nothing more until its owner acts.
     *
     * @param reason as in {@link io.fanwire.dispatcher.delivery.NextStep.Suspend}
     * @param position of the subscription record that it was suspended under: a later one may end it
     */
    record Suspended(String reason, long position) implements CallbackHealth {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.suspended(this);
        }
    }
}
