package io.fanwire.local.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import io.fanwire.local.receiver.Counts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a run of the demo saw, counted where it happened.
 *
 * @param accepted events the gateway answered 202 for
 * @param deadLetters distinct deliveries of the broken callback found in the dead letter topic
 * @param redriven deliveries the redrive said it put back
 */
public record DemoSummary(
        long accepted, List<Row> rows, long deadLetters, long redriven, Duration started, Duration took) {

    /** One callback. */
    public record Row(DemoPart part, Counts counts) {}

    public DemoSummary {
        rows = List.copyOf(rows);
    }

    Optional<Counts> counts(DemoPart part) {
        return rows.stream().filter(row -> row.part() == part).map(Row::counts).findFirst();
    }

    long verified() {
        return rows.stream().mapToLong(row -> row.counts().verified()).sum();
    }

    long badSignatures() {
        return rows.stream().mapToLong(row -> row.counts().badSignatures()).sum();
    }

    /** The same for a script, with the verdict. */
    String toJson(List<String> failures) {
        ObjectNode json = Json.object()
                .put("ok", failures.isEmpty())
                .put("accepted", accepted)
                .put("deadLetters", deadLetters)
                .put("redriven", redriven)
                .put("signaturesVerified", verified())
                .put("badSignatures", badSignatures())
                .put("startMillis", started.toMillis())
                .put("tookMillis", took.toMillis());
        ArrayNode callbacks = json.putArray("callbacks");
        for (Row row : rows) {
            Counts counts = row.counts();
            callbacks
                    .addObject()
                    .put("name", row.part().text())
                    .put("distinct", counts.distinct())
                    .put("requests", counts.requests())
                    .put("retries", counts.retries())
                    .put("duplicates", counts.duplicates())
                    .put("verified", counts.verified())
                    .put("badSignatures", counts.badSignatures())
                    .put("p50Millis", counts.p50().toMillis())
                    .put("p99Millis", counts.p99().toMillis());
        }
        json.set("failures", Json.tree(failures));
        return Json.line(json);
    }
}
