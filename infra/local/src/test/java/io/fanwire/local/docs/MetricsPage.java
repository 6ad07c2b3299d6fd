package io.fanwire.local.docs;

import io.fanwire.local.Role;
import io.fanwire.runtime.Declared;
import io.fanwire.runtime.Metrics;
import io.fanwire.runtime.Settings;
import io.fanwire.runtime.seal.SecretSealer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints the reference of all metrics: what each service declares when it is put together, before it is started. */
final class MetricsPage {
    private static final String INTRO =
            """
            # Metrics

            Printed from the code; a test keeps the two equal. Every service shows its own at `/metrics` of its ops listener, in
            Prometheus' text format; local mode shows all of them at one. What is in braces is a label. Histograms are in
            seconds and have `_bucket`, `_sum` and `_count`. The JVM's own are there under their usual names, `jvm_*` and
            `process_*`. A counter with a label appears when it is first raised.
            """;
    private static final String TABLE =
            """
            | metric | type | meaning |
            |---|---|---|
            """;

    private MetricsPage() {}

    /**
     * The page.
     *
     * @param folder empty, for the few files that putting a service together makes
     */
    static String print(Path folder) {
        StringBuilder page = new StringBuilder(INTRO);
        for (Role role : Role.values()) {
            page.append("\n## ").append(Headings.of(role)).append("\n\n").append(TABLE);
            declared(role, settings(role, folder))
                    .forEach(metric -> page.append(
                            "| `%s` | %s | %s |\n".formatted(metric.name(), metric.type(), metric.meaning())));
        }
        return page.toString();
    }

    private static List<Declared> declared(Role role, Settings settings) {
        try (Metrics metrics = new Metrics()) {
            role.make(settings, metrics).close();
            return metrics.declared();
        }
    }

    /** Kafka and the registry are where nobody listens: a service that is not started needs neither. */
    private static Settings settings(Role role, Path folder) {
        Path keyset = folder.resolve("keyset.json");
        SecretSealer.createOrOpen(keyset);
        Map<String, String> values = new HashMap<>(Map.of(
                "kafka.bootstrap",
                "127.0.0.1:9",
                "registry.url",
                "http://127.0.0.1:9",
                "gateway.bootstrap.key",
                "fw_page_of_the_metrics",
                "secrets.keyset.file",
                keyset.toString(),
                "router.state.dir",
                folder.resolve("router").toString()));
        values.keySet().retainAll(role.config().names());
        values.put("kafka.reconnect.backoff.ms", "60000");
        values.put("kafka.reconnect.backoff.max.ms", "60000");
        return Settings.of(role.config(), values);
    }
}
