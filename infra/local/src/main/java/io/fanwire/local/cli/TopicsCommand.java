package io.fanwire.local.cli;

import io.fanwire.local.Json;
import io.fanwire.schemas.TopicProvisioner;
import io.fanwire.schemas.TopicProvisioner.Change;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fanwire topics}: the platform's topics and schemas on a cluster. */
@Command(
        name = "topics",
        description = "The platform's own topics and schemas.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = TopicsCommand.Apply.class)
final class TopicsCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing: topics apply [--dry-run]");
    }

    /** {@code fanwire topics apply}: brings a cluster to the catalogue; what is wrong is told, never altered. */
    @Command(
            name = "apply",
            description = "Create what is missing and check the rest; exit code 1 when something is wrong.",
            mixinStandardHelpOptions = true)
    static final class Apply implements Callable<Integer> {
        @Option(names = "--dry-run", description = "Say what would be done and do nothing.")
        private boolean dryRun;

        @Option(names = "--json", description = "One JSON object a change.")
        private boolean json;

        @Mixin
        private ClusterOptions options = new ClusterOptions();

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() {
            ClusterOptions.Target target = options.required(System.getenv());
            List<Change> changes;
            try (TopicProvisioner provisioner = new TopicProvisioner(target.topics(), target.cluster())) {
                changes = provisioner.apply(dryRun);
            }
            PrintWriter out = spec.commandLine().getOut();
            changes.forEach(change -> out.println(json ? toJson(change) : row(change)));
            out.flush();
            return changes.stream().anyMatch(change -> change.kind() == Change.Kind.WRONG) ? 1 : 0;
        }

        private static String row(Change change) {
            return String.format(Locale.ROOT, "%-9s  %-40s  %s", word(change.kind()), change.name(), change.detail());
        }

        private static String toJson(Change change) {
            return Json.line(Map.of("change", word(change.kind()), "name", change.name(), "detail", change.detail()));
        }

        private static String word(Change.Kind kind) {
            return kind.name().toLowerCase(Locale.ROOT);
        }
    }
}
