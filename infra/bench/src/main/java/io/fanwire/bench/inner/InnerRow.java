package io.fanwire.bench.inner;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What one pass of an inner loop takes.
 *
 * @param error half of the interval that holds the mean with 99.9 %; not a number where one iteration cannot tell
 * @param bytes of heap that are allocated
 */
record InnerRow(String what, double nanos, double error, double bytes) {
    static final String HEAD =
            String.format(Locale.ROOT, "%-58s %11s %10s %9s", "one pass of", "ns/op", "± error", "B/op");

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    static InnerRow of(RunResult run) {
        Result<?> time = run.getPrimaryResult();
        Result<?> allocated = run.getSecondaryResults().get(ALLOCATED);
        if (allocated == null) {
            throw new IllegalStateException("this JVM does not tell what a thread allocates");
        }
        return new InnerRow(what(run.getParams()), time.getScore(), time.getScoreError(), allocated.getScore());
    }

    /** A benchmark as it is shown: {@code dispatcher.order.OrderedLanes.alone}. */
    static String name(String benchmark) {
        return benchmark.replaceFirst("^io\\.fanwire\\.", "").replaceFirst("Benchmark(\\.\\w+)$", "$1");
    }

    String line() {
        return String.format(Locale.ROOT, "%-58s %11.1f %10.1f %9.0f", what, nanos, error, bytes);
    }

    private static String what(BenchmarkParams params) {
        Map<String, String> given = new TreeMap<>();
        params.getParamsKeys().forEach(key -> given.put(key, params.getParam(key)));
        return given.entrySet().stream()
                .map(param -> " " + param.getKey() + "=" + param.getValue())
                .collect(Collectors.joining("", name(params.getBenchmark()), ""));
    }
}
