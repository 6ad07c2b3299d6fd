package io.fanwire.bench.scenario;

import io.fanwire.bench.process.Child;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Heap, threads and descriptors of one process over a run, each sample taken after a collection that was asked for, so that it shows
 * what is kept and not what is about to go. Owned by the thread that runs the scenario.
 */
final class Vitals {
    static final double MIB = 1024 * 1024;

    private final Platform platform;
    private final String name;
    private final List<Sample> samples = new ArrayList<>();

    /** One look; heap and direct memory in MiB. */
    record Sample(Instant at, double heap, double direct, double threads, double descriptors) {
        @Override
        public String toString() {
            return String.format(
                    "heap %.1f MiB, direct %.1f MiB, %.0f threads, %.0f descriptors",
                    heap, direct, threads, descriptors);
        }
    }

    Vitals(Platform platform, String name) {
        this.platform = platform;
        this.name = name;
    }

    /** Looks now; a process that does not answer gives no sample. */
    Sample take() {
        Child child = platform.child(name);
        child.collectGarbage();
        String text = platform.metrics(name);
        Sample sample = new Sample(
                Instant.now(),
                value(text, "jvm_memory_used_bytes{area=\"heap\"}") / MIB,
                value(text, "jvm_buffer_pool_used_bytes{pool=\"direct\"}") / MIB,
                value(text, "jvm_threads_current"),
                value(text, "process_open_fds"));
        samples.add(sample);
        return sample;
    }

    /** How much more of it there is after ten minutes, as a share of the mean; by least squares, without the first: pools fill. */
    double growth(ToDoubleFunction<Sample> what) {
        List<Sample> settled = samples.stream().skip(1).toList();
        double[] x = settled.stream()
                .mapToDouble(sample ->
                        Duration.between(samples.get(0).at(), sample.at()).toMillis() / 600_000.0)
                .toArray();
        double[] y = settled.stream().mapToDouble(what).toArray();
        double meanX = mean(x);
        double meanY = mean(y);
        double above = 0;
        double below = 0;
        for (int i = 0; i < x.length; i++) {
            above += (x[i] - meanX) * (y[i] - meanY);
            below += (x[i] - meanX) * (x[i] - meanX);
        }
        return below == 0 || meanY == 0 ? 0 : above / below / meanY;
    }

    private static double mean(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        return numbers.length == 0 ? 0 : sum / numbers.length;
    }

    /** The first sample of this series; zero when there is none. */
    static double value(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(0);
    }
}
