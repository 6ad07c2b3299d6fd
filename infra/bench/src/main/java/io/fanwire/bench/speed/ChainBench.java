package io.fanwire.bench.speed;

import io.fanwire.bench.speed.chain.SinkCertificate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code fanwire bench chain}: what a delivery costs from an event that lies in its topic to the answer of its callback, beside what it
 * costs at least: Netty that only sends, and a consumer with Netty that does nothing else; and what it is to cost. Every process is a JVM
 * of its own. A figure only counts when every pair of event and subscription came to the sink.
 */
@Command(
        name = "chain",
        description = "Route and deliver events that lie there already; beside it the least that could do so.",
        mixinStandardHelpOptions = true)
final class ChainBench implements Callable<Integer> {
    @Mixin
    private ChainOptions options = new ChainOptions();

    @Mixin
    private BenchFolder folder = new BenchFolder();

    @Option(names = "--json", paramLabel = "FILE", description = "Keeps every round there.")
    private Path json = Path.of("");

    @Option(names = "--commit", paramLabel = "TEXT", description = "Of the source, to be kept with the figures.")
    private String commit = "unknown";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        try {
            options.require();
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        Path home = folder.open();
        double load = Cpu.loadAverage();
        out.printf(
                Locale.ROOT,
                "%s, %d bytes raw, signed; CPU-µs and KB allocated per delivery, MiB of heap after a collection%n%s%n",
                BenchFolder.machine(),
                options.bytes(),
                ChainRow.HEAD);
        try (IngestPlatform platform = IngestPlatform.start(home, RouteLane.PARTITIONS, IngestPlatform.OPEN)) {
            ChainRounds rounds = new ChainRounds(run(platform), options, out);
            try {
                rounds.measure();
            } finally { // what was measured by then is kept
                keep(report(rounds, load));
            }
            return judged(report(rounds, load), out);
        }
    }

    private ChainReport report(ChainRounds rounds, double load) {
        return new ChainReport(
                LocalDate.now(ZoneOffset.UTC).toString(),
                commit,
                Runtime.version().toString(),
                Runtime.getRuntime().availableProcessors(),
                options.bytes(),
                load,
                rounds.rows(),
                rounds.publishing(),
                rounds.latencies());
    }

    private void keep(ChainReport report) throws IOException {
        if (!json.toString().isEmpty()) {
            Files.writeString(json, report.json());
        }
    }

    private ChainRun run(IngestPlatform platform) throws IOException {
        Map<String, String> settings = new TreeMap<>(IngestPlatform.OPEN);
        Optional<SinkCertificate> certificate = Optional.empty();
        if (options.lanes().contains("tls")) {
            certificate = Optional.of(SinkCertificate.make(platform.folder()));
            settings.put("callbacks.tls.trust.file", certificate.get().pem().toString());
        }
        settings.putAll(options.settings());
        ChainRun run = new ChainRun(platform, SinkHandle.start(platform, certificate), settings);
        platform.router("512m");
        platform.dispatcher("512m", settings);
        return run;
    }

    private static int judged(ChainReport report, PrintWriter out) {
        List<Goal> goals = Goals.of(report);
        out.printf("%n%s%n", Goal.HEAD);
        goals.forEach(goal -> out.println(goal.line(report)));
        report.voids()
                .forEach(round -> out.printf(
                        Locale.ROOT, "%s, round %s does not count:%s%n", round.lane(), round.name(), round.verdict()));
        out.flush();
        return report.voids().isEmpty() ? 0 : 1;
    }
}
