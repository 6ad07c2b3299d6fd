package io.fanwire.bench.inner;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs benchmarks one after the other, as JMH found them when they were compiled. */
final class InnerLoops {
    /** What a service has by default. */
    private static final List<String> JVM = List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC");

    private InnerLoops() {}

    /** The benchmarks whose shown names are wanted, in the order of their names. */
    static List<String> all(Predicate<String> wanted) {
        OutputFormat silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        return BenchmarkList.defaultList().getAll(silent, List.of()).stream()
                .map(BenchmarkListEntry::getUsername)
                .distinct()
                .filter(name -> wanted.test(InnerRow.name(name)))
                .toList();
    }

    /**
     * Measures each, for each of its parameters.
     *
     * @param seen hears of each row as soon as it is measured
     * @throws RunnerException when one did not do its work
     */
    static List<InnerRow> run(List<String> benchmarks, Effort effort, Consumer<InnerRow> seen) throws RunnerException {
        List<InnerRow> rows = new ArrayList<>();
        for (String benchmark : benchmarks) {
            List<InnerRow> more = new Runner(options(benchmark, effort))
                    .run().stream().map(InnerRow::of).toList();
            more.forEach(seen);
            rows.addAll(more);
        }
        return rows;
    }

    private static Options options(String benchmark, Effort effort) {
        TimeValue iteration = TimeValue.milliseconds(effort.iteration().toMillis());
        return new OptionsBuilder()
                .include("^" + Pattern.quote(benchmark) + "$")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .threads(1)
                .forks(effort.forks())
                .jvmArgs(JVM.toArray(String[]::new))
                .warmupIterations(effort.warmUps())
                .warmupTime(iteration)
                .measurementIterations(effort.iterations())
                .measurementTime(iteration)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
    }
}
