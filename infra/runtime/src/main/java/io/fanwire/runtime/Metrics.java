package io.fanwire.runtime;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.jmx.JmxReporter;
import io.fanwire.runtime.MetricFamily.Kind;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;

/**
 * The metrics of one process: each declared once with its meaning. Counters, meters and gauges live in a Dropwizard
 * registry, so that JMX has them too; histograms are the Prometheus client's own, since they can be added up over
 * processes.
 *
 * <p>Names are dotted, {@code dispatcher.attempts}, and become {@code fanwire_dispatcher_attempts_total}. Declaring a name
 * again with the same meaning gives the same object; with another meaning or kind it is a bug and throws. The metrics of
 * the JVM are on the page under their usual names, {@code jvm_*} and {@code process_*}. Any thread may use it.
 */
public final class Metrics implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)+");
    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern RESERVED = Pattern.compile(".*[._](total|created|bucket|info)");
    private static final double[] LATENCY_SECONDS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
    };

    private final MetricRegistry dropwizard = new MetricRegistry();
    private final PrometheusRegistry prometheus = new PrometheusRegistry();
    private final Map<String, MetricFamily> families = new ConcurrentHashMap<>();
    private final Map<String, String> labels = new ConcurrentHashMap<>();
    private final Map<String, BoundedHistogram> histograms = new ConcurrentHashMap<>();
    private final JmxReporter jmx =
            JmxReporter.forRegistry(dropwizard).inDomain("fanwire").build();

    private record BoundedHistogram(Histogram histogram, List<Double> bounds) {}

    public Metrics() {
        JvmMetrics.builder().register(prometheus);
    }

    /**
     * Says that what follows {@code family} in a name is the value of {@code label}: after {@code labelled("http.responses",
     * "class")} the counter {@code http.responses.2xx} is {@code fanwire_http_responses_total{class="2xx"}}. For a few fixed
     * values only, never for something users create.
     */
    public void labelled(String family, String label) {
        checkName(family);
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException("not a label's name: " + label);
        }
        if (families.values().stream().anyMatch(declared -> declared.name().startsWith(family + "."))) {
            throw new IllegalStateException(family + " must be labelled before its members are declared");
        }
        String before = labels.putIfAbsent(family, label);
        if (before != null && !before.equals(label)) {
            throw new IllegalStateException(family + " has the label " + before);
        }
    }

    /** As {@link #labelled}, for counters whose values of the label turn up as they happen; the family is declared at once. */
    public void labelledCounters(String family, String label, String meaning) {
        labelled(family, label);
        declare(MetricFamily.declared(family, Kind.COUNTER, meaning, Optional.of(label)));
    }

    public Counter counter(String name, String meaning) {
        Counter counter = dropwizard.counter(declare(name, Kind.COUNTER, meaning));
        read(name, counter::getCount);
        return counter;
    }

    public Meter meter(String name, String meaning) {
        Meter meter = dropwizard.meter(declare(name, Kind.METER, meaning));
        read(name, meter::getCount);
        return meter;
    }

    /** Declared again, the latest {@code value} is the one that is read: a part that was rebuilt takes its gauge over. */
    public void gauge(String name, String meaning, DoubleSupplier value) {
        declare(name, Kind.GAUGE, meaning);
        read(name, value);
        Gauge<Double> readLatest = () -> member(name).getAsDouble();
        dropwizard.gauge(name, () -> readLatest);
    }

    /** Seconds, in buckets up to each of the bounds; without bounds 1 ms to 30 s. Not in JMX. */
    public Histogram histogram(String name, String meaning, double... upperBoundsSeconds) {
        declare(name, Kind.HISTOGRAM, meaning);
        double[] bounds = upperBoundsSeconds.length == 0 ? LATENCY_SECONDS : upperBoundsSeconds.clone();
        List<Double> wanted = Arrays.stream(bounds).boxed().toList();
        BoundedHistogram found = histograms.computeIfAbsent(
                name,
                absent -> new BoundedHistogram(
                        Histogram.builder()
                                .name(family(name).prometheusName())
                                .help(meaning)
                                .classicOnly()
                                .classicUpperBounds(bounds)
                                .register(prometheus),
                        wanted));
        if (!found.bounds().equals(wanted)) {
            throw new IllegalStateException(name + " was declared with the bounds " + found.bounds());
        }
        return found.histogram();
    }

    /** The page that Prometheus reads, in its text format 0.0.4. */
    public String prometheusText() {
        MetricSnapshots.Builder page = MetricSnapshots.builder();
        families.values().stream()
                .filter(family -> family.kind() != Kind.HISTOGRAM)
                .map(MetricFamily::snapshot)
                .forEach(page::metricSnapshot);
        prometheus.scrape().forEach(page::metricSnapshot);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(text, page.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /** What has been declared, in the order of the alphabet. */
    public List<Declared> declared() {
        return families.values().stream()
                .map(MetricFamily::published)
                .sorted(Comparator.comparing(Declared::name))
                .toList();
    }

    /** Shows counters, meters and gauges as MBeans of the domain {@code fanwire}. */
    public void reportToJmx() {
        jmx.start();
    }

    @Override
    public void close() {
        jmx.close();
    }

    private String declare(String name, Kind kind, String meaning) {
        checkName(name);
        String familyName = familyName(name);
        Optional<String> label = Optional.ofNullable(labels.get(familyName));
        if (label.isPresent() && (kind == Kind.HISTOGRAM || familyName.equals(name))) {
            throw new IllegalArgumentException("a labelled family has counters, meters or gauges below it: " + name);
        }
        declare(MetricFamily.declared(familyName, kind, meaning, label));
        return name;
    }

    private void declare(MetricFamily wanted) {
        MetricFamily family = families.computeIfAbsent(wanted.prometheusName(), absent -> wanted);
        if (family.kind() != wanted.kind()
                || !family.meaning().equals(wanted.meaning())
                || !family.name().equals(wanted.name())) {
            throw new IllegalStateException(wanted.name() + " was declared before, as the " + family.kind() + " "
                    + family.name() + ": " + family.meaning());
        }
    }

    private void read(String name, DoubleSupplier value) {
        family(name).members().put(memberName(name), value);
    }

    private DoubleSupplier member(String name) {
        return present(family(name).members(), memberName(name));
    }

    private MetricFamily family(String name) {
        return present(families, MetricFamily.prometheusName(familyName(name)));
    }

    private String familyName(String name) {
        String parent = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        return labels.containsKey(parent) ? parent : name;
    }

    private String memberName(String name) {
        return name.substring(Math.min(name.length(), familyName(name).length() + 1));
    }

    private static <V> V present(Map<String, V> map, String key) {
        return Optional.ofNullable(map.get(key)).orElseThrow(() -> new IllegalStateException("not declared: " + key));
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches() || RESERVED.matcher(name).matches()) {
            throw new IllegalArgumentException("not a metric's name: " + name);
        }
    }
}
