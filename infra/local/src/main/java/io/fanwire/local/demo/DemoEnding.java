package io.fanwire.local.demo;

import io.fanwire.local.Endpoints;
import io.fanwire.local.receiver.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The last words of the demo: the numbers, and what to try next. */
final class DemoEnding {
    private static final String ROW = "  %-8s %9s %9s %8s %11s %9s %4s";

    private DemoEnding() {}

    static List<String> summary(DemoSummary summary, List<String> failures) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(summary.accepted() + " events accepted with 202. Counted at the receivers:");
        lines.add(String.format(
                Locale.ROOT, ROW, "callback", "distinct", "requests", "retries", "duplicates", "verified", "bad"));
        for (DemoSummary.Row row : summary.rows()) {
            Counts counts = row.counts();
            lines.add(String.format(
                    Locale.ROOT,
                    ROW,
                    row.part().text(),
                    counts.distinct(),
                    counts.requests(),
                    counts.retries(),
                    counts.duplicates(),
                    counts.verified(),
                    counts.badSignatures()));
        }
        lines.add(String.format(
                Locale.ROOT,
                "  %d dead letters, %d redriven; %d signatures verified, %d bad; %.1f s, of which %.1f s to start",
                summary.deadLetters(),
                summary.redriven(),
                summary.verified(),
                summary.badSignatures(),
                summary.took().toMillis() / 1000.0,
                summary.started().toMillis() / 1000.0));
        if (failures.isEmpty()) {
            lines.add("✓ every event reached every callback, and every outcome was seen");
        }
        failures.forEach(failure -> lines.add("✗ " + failure));
        return lines;
    }

    static List<String> tryThese(Endpoints endpoints) {
        String authorization = "-H 'authorization: Bearer " + endpoints.key() + "'";
        String json = "-H 'content-type: application/json'";
        return List.of(
                "",
                "It stays up until Ctrl-C. gateway " + endpoints.gateway() + " · health and metrics " + endpoints.ops()
                        + "/metrics · Kafka " + endpoints.kafka() + " · registry " + endpoints.registry(),
                "Three calls to try:",
                "  curl -s " + authorization + " " + endpoints.gateway() + "/v1/subscriptions",
                "  curl -s " + authorization + " " + json + " " + endpoints.gateway() + "/v1/topics/" + Demo.TOPIC
                        + "/events -d '{\"type\":\"order.created\",\"data\":{\"orderId\":\"mine\"}}'",
                "  curl -s " + endpoints.ops() + "/metrics | grep fanwire_dispatcher");
    }
}
