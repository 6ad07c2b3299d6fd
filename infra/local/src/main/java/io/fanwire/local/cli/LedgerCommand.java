package io.fanwire.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.dispatcher.ledger.Audit;
import io.fanwire.dispatcher.ledger.LedgerLine;
import io.fanwire.local.Json;
import io.fanwire.runtime.DurationText;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fanwire ledger}: what became of everything, counted in the topics. */
@Command(
        name = "ledger",
        description = "Account for every delivery: matched + redriven = delivered + dead letters + cancelled + pending."
                + " Exit code 1 when one is lost or doubled.",
        mixinStandardHelpOptions = true)
final class LedgerCommand implements Callable<Integer> {
    private static final String FORMAT = "%-24s %9s %9s %9s %9s %10s %9s %10s %9s %8s %12s";

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            converter = Ago.class,
            description = "Only what was made in this time, such as 24h; without it, all that the topics keep.")
    private Optional<Duration> since = Optional.empty();

    @Option(names = "--json", description = "One JSON object a topic.")
    private boolean json;

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        ClusterOptions.Target target = options.required(System.getenv());
        List<LedgerLine> lines;
        try (Audit audit = new Audit(target.cluster(), target.topics())) {
            Instant now = Clock.systemUTC().instant();
            lines = audit.run(since.map(now::minus));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            out.println(heading());
        }
        lines.forEach(line -> out.println(json ? toJson(line) : text(line)));
        out.flush();
        return lines.stream().allMatch(LedgerLine::balanced) ? 0 : 1;
    }

    private static String heading() {
        return String.format(
                Locale.ROOT,
                FORMAT,
                "topic",
                "accepted",
                "unrouted",
                "matched",
                "redriven",
                "delivered",
                "dead",
                "cancelled",
                "pending",
                "doubled",
                "unexplained");
    }

    private static String text(LedgerLine line) {
        return String.format(
                Locale.ROOT,
                FORMAT,
                Terminal.plain(line.topic()),
                line.accepted(),
                line.unrouted(),
                line.matched(),
                line.redriven(),
                line.delivered(),
                line.deadLettered(),
                line.cancelled(),
                line.pending(),
                line.doubled(),
                line.unexplained());
    }

    private static String toJson(LedgerLine line) {
        ObjectNode json = Json.object()
                .put("topic", line.topic())
                .put("accepted", line.accepted())
                .put("unrouted", line.unrouted())
                .put("matched", line.matched())
                .put("redriven", line.redriven())
                .put("delivered", line.delivered())
                .put("deadLettered", line.deadLettered())
                .put("cancelled", line.cancelled())
                .put("pending", line.pending())
                .put("doubled", line.doubled())
                .put("unexplained", line.unexplained());
        return Json.line(json);
    }

    /** Durations as they are written everywhere here. */
    static final class Ago implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return DurationText.parse(text);
        }
    }
}
