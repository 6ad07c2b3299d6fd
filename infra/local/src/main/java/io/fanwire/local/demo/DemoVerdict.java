package io.fanwire.local.demo;

import io.fanwire.local.receiver.Counts;
import java.util.ArrayList;
import java.util.List;

/** Whether a run of the demo saw every outcome it promises; from counts alone. */
final class DemoVerdict {
    private DemoVerdict() {}

    /** Why the run failed; empty: every outcome was seen. */
    static List<String> failures(DemoSummary summary, int events) {
        List<String> failures = new ArrayList<>();
        if (summary.accepted() != events) {
            failures.add("the gateway accepted " + summary.accepted() + " of " + events + " events");
        }
        for (DemoPart part : DemoPart.values()) {
            summary.counts(part)
                    .ifPresentOrElse(
                            counts -> callback(part, counts, events, failures),
                            () -> failures.add(part.text() + " was never counted"));
        }
        if (summary.deadLetters() != events) {
            failures.add("the dead letter topic held " + summary.deadLetters() + " of the down callback's " + events
                    + " deliveries");
        }
        if (summary.redriven() < events) {
            failures.add("the redrive put back " + summary.redriven() + " of " + events + " dead letters");
        }
        return List.copyOf(failures);
    }

    private static void callback(DemoPart part, Counts counts, int events, List<String> failures) {
        if (counts.distinct() != events) {
            failures.add(part.text() + " received " + counts.distinct() + " of " + events + " events");
        }
        if (counts.badSignatures() > 0) {
            failures.add(part.text() + " saw " + counts.badSignatures() + " bad signatures");
        }
        if (counts.verified() != counts.requests()) {
            failures.add(part.text() + " could verify " + counts.verified() + " of " + counts.requests() + " requests");
        }
        if (part.mustRetry() && counts.retries() == 0) {
            failures.add(part.text() + " saw no retry");
        }
    }
}
