package io.fanwire.bench.speed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.schemas.Attempt;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The ways of events through the stages, in milliseconds: from when each was to be sent to its record (the gateway), to the delivery (its
 * writing, and the router), to the attempt (the router's commit, and the dispatcher), to the callback.
 */
final class Stages {
    static final String HEAD = String.format(
            Locale.ROOT,
            "%-7s %8s %8s %8s %8s | %8s %8s | %8s %8s %8s %8s",
            "round",
            "events",
            "p50",
            "p99",
            "p99.9",
            "sent p50",
            "p99",
            "gateway",
            "router",
            "commit",
            "callback");

    private final List<double[]> ways;

    /**
     * An event that was answered with 202.
     *
     * @param due when it was to be sent
     */
    record Accepted(Instant due, Instant at) {}

    private Stages(List<double[]> ways) {
        this.ways = ways;
    }

    /** Looks the events up in the topics; those that are not in all of them are left out. */
    static Stages read(Cluster cluster, String topic, Map<String, Accepted> accepted, Map<String, Instant> received) {
        Topics topics = RouteLane.topics();
        Map<String, Long> records = new HashMap<>();
        Map<String, Long> deliveries = new HashMap<>();
        Map<String, Long> attempts = new HashMap<>();
        try (AvroSerdes serdes = AvroSerdes.of(cluster)) {
            RecordSerde<Delivery, ?> delivery = serdes.deliveries();
            RecordSerde<Attempt, ?> attempt = serdes.attempts();
            HeldEvents.each(
                    cluster,
                    topics.events(topic),
                    record -> records.put(
                            new String(record.headers().lastHeader("ce_id").value(), UTF_8), record.timestamp()));
            HeldEvents.each(
                    cluster,
                    topics.deliveries(),
                    record -> deliveries.put(
                            delivery.deserialize(record.topic(), record.value())
                                    .origin()
                                    .eventId(),
                            record.timestamp()));
            HeldEvents.each(cluster, topics.attempts(), record -> {
                Attempt made = attempt.deserialize(record.topic(), record.value());
                attempts.put(made.eventId(), made.at().toEpochMilli());
            });
        }
        List<double[]> ways = new ArrayList<>();
        accepted.forEach((id, at) -> {
            if (records.containsKey(id)
                    && deliveries.containsKey(id)
                    && attempts.containsKey(id)
                    && received.containsKey(id)) {
                double sent = millis(at.due());
                double came = millis(received.get(id));
                ways.add(new double[] {
                    Math.max(0, came - millis(at.at())),
                    came - sent,
                    records.get(id) - sent,
                    deliveries.get(id) - records.get(id),
                    attempts.get(id) - deliveries.get(id),
                    came - attempts.get(id)
                });
            }
        });
        return new Stages(ways);
    }

    private static double millis(Instant at) {
        return at.getEpochSecond() * 1e3 + at.getNano() / 1e6;
    }

    /** From the answer to the callback; from when it was to be sent to the callback; the stages' means. */
    String line(String round) {
        return String.format(
                Locale.ROOT,
                "%-7s %8d %8.1f %8.1f %8.1f | %8.1f %8.1f | %8.1f %8.1f %8.1f %8.1f",
                round,
                ways.size(),
                quantile(0, 0.5),
                quantile(0, 0.99),
                quantile(0, 0.999),
                quantile(1, 0.5),
                quantile(1, 0.99),
                mean(2),
                mean(3),
                mean(4),
                mean(5));
    }

    private double quantile(int column, double share) {
        double[] sorted = ways.stream().mapToDouble(way -> way[column]).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
    }

    private double mean(int column) {
        return ways.stream().mapToDouble(way -> way[column]).average().orElse(Double.NaN);
    }
}
