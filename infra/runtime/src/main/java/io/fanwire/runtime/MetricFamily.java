package io.fanwire.runtime;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.DoubleSupplier;

/**
 * One name on the Prometheus page: its kind, its meaning, its label if it has one, and where each value is read. Members
 * are added by any thread and read by any scrape.
 */
record MetricFamily(
        String name, Kind kind, String meaning, Optional<String> label, SortedMap<String, DoubleSupplier> members) {
    /** What it is at Dropwizard's; meters and counters are both counters to Prometheus. */
    enum Kind {
        COUNTER("counter"),
        METER("counter"),
        GAUGE("gauge"),
        HISTOGRAM("histogram");

        private final String prometheusType;

        Kind(String prometheusType) {
            this.prometheusType = prometheusType;
        }
    }

    static MetricFamily declared(String name, Kind kind, String meaning, Optional<String> label) {
        return new MetricFamily(name, kind, meaning, label, new ConcurrentSkipListMap<>());
    }

    Declared published() {
        String suffix = kind.prometheusType.equals("counter") ? "_total" : "";
        return new Declared(
                prometheusName() + suffix + label.map(of -> "{" + of + "}").orElse(""), kind.prometheusType, meaning);
    }

    String prometheusName() {
        return prometheusName(name);
    }

    static String prometheusName(String name) {
        return "fanwire_" + name.replace('.', '_');
    }

    MetricSnapshot snapshot() {
        MetricMetadata metadata = new MetricMetadata(prometheusName(), meaning);
        if (kind == Kind.GAUGE) {
            return new GaugeSnapshot(
                    metadata,
                    members.entrySet().stream()
                            .map(member ->
                                    new GaugeDataPointSnapshot(read(member.getValue()), labels(member.getKey()), null))
                            .toList());
        }
        return new CounterSnapshot(
                metadata,
                members.entrySet().stream()
                        .map(member -> new CounterDataPointSnapshot(
                                Math.max(0, read(member.getValue())), labels(member.getKey()), null, 0))
                        .toList());
    }

    private Labels labels(String member) {
        return label.map(of -> Labels.of(of, member)).orElse(Labels.EMPTY);
    }

    /** A gauge that fails shows as NaN: it must not take the whole page with it. */
    private static double read(DoubleSupplier value) {
        try {
            return value.getAsDouble();
        } catch (RuntimeException e) {
            return Double.NaN;
        }
    }
}
