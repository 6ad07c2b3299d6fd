package io.fanwire.bench.inner;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code fanwire bench inner}: what one pass of each inner loop takes, in time and in heap, without a broker or a socket. The time is of
 * this machine and its noise; the bytes are the same everywhere, so that they tell a change that allocates.
 */
@Command(
        name = "inner",
        description = "Measure inner loops one by one: time and bytes of heap for each pass.",
        mixinStandardHelpOptions = true)
public final class InnerBench implements Callable<Integer> {
    @Option(
            names = "--only",
            paramLabel = "REGEX",
            description = "Those whose name has a match, as it stands in the table.")
    private Pattern only = Pattern.compile("");

    @Option(names = "--quick", description = "A few tenths of a second each: enough for the bytes, not for the time.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Keeps every row there.")
    private Path json = Path.of("");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        List<String> benchmarks = InnerLoops.all(name -> only.matcher(name).find());
        if (benchmarks.isEmpty()) {
            throw new CommandLine.ParameterException(spec.commandLine(), "nothing that is measured has such a name");
        }
        PrintWriter out = spec.commandLine().getOut();
        String jdk = Runtime.version().toString();
        int processors = Runtime.getRuntime().availableProcessors();
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        out.printf(
                Locale.ROOT,
                "JDK %s, %d processors, load average at the start %.1f%n%s%n",
                jdk,
                processors,
                load,
                InnerRow.HEAD);
        out.flush();
        List<InnerRow> rows = InnerLoops.run(benchmarks, quick ? Effort.QUICK : Effort.USUAL, row -> {
            out.println(row.line());
            out.flush();
        });
        if (!json.toString().isEmpty()) {
            String date = LocalDate.now(ZoneOffset.UTC).toString();
            Files.writeString(json, new InnerReport(date, jdk, processors, load, rows).json());
        }
        return 0;
    }
}
