package io.fanwire.dispatcher.lane;

import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.NextStep;
import io.fanwire.runtime.net.HttpUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A job that left its lane: what crosses from the event loop to the worker.
 *
 * @param step empty when the job was given back untouched: its partition is being revoked, or the lease ran out
 * @param report of the attempt, where one was made
 * @param health of the callback, where it changed with this attempt
 */
public record Finished(Job job, Optional<NextStep> step, Optional<Report> report, Optional<CallbackHealth> health) {

    /** One that says nothing about its callback. */
    public Finished(Job job, Optional<NextStep> step, Optional<Report> report) {
        this(job, step, report, Optional.empty());
    }

    /**
     * The attempt that was made.
     *
     * @param url of the callback; empty when nothing was sent
     */
    public record Report(AttemptOutcome outcome, Instant startedAt, Duration took, Optional<HttpUrl> url) {}

    static Finished without(Job job, NextStep step) {
        return new Finished(job, Optional.of(step), Optional.empty());
    }

    static Finished returned(Job job) {
        return new Finished(job, Optional.empty(), Optional.empty());
    }
}
