package io.fanwire.local.cli;

import io.fanwire.local.KnownSettings;
import io.fanwire.local.KnownSettings.Sources;
import io.fanwire.local.OwnListeners;
import io.fanwire.local.Role;
import io.fanwire.local.Termination;
import io.fanwire.runtime.Metrics;
import io.fanwire.runtime.OpsServer;
import io.fanwire.runtime.Service;
import io.fanwire.runtime.Services;
import io.fanwire.runtime.Settings;
import io.fanwire.runtime.net.EgressRules;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.config.ConfigDef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fanwire run ROLE}: one service against a real cluster, with an ops listener of its own. */
@Command(
        name = "run",
        description = "Run one service against a Kafka cluster and a schema registry.",
        mixinStandardHelpOptions = true,
        footer = "%nSettings: defaults < file < environment (FANWIRE_KAFKA_BOOTSTRAP is kafka.bootstrap) < --set.%n"
                + "Exit codes: 0 stopped, 1 did not start, 70 failed while running.")
final class RunCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

    @Parameters(paramLabel = "ROLE", description = "${COMPLETION-CANDIDATES}")
    private Role role = Role.GATEWAY;

    @Option(names = "--config", paramLabel = "FILE", description = "Properties file with settings.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "One setting; may be given again.")
    private List<String> assignments = new ArrayList<>();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        Termination termination = Termination.bySignals();
        Settings settings = settings();
        try (Metrics metrics = new Metrics();
                Services services = Services.inOrder("fanwire", List.<Service>of(role.make(settings, metrics)));
                OpsServer ops = OpsServer.start(
                        settings.text(KnownSettings.OPS_HOST),
                        settings.number(KnownSettings.OPS_PORT),
                        metrics,
                        services)) {
            services.start();
            PrintWriter out = spec.commandLine().getOut();
            out.println(role + " runs, ops " + ops.url());
            out.flush();
            return termination.awaitWhile(services::live) ? 0 : UpCommand.FATAL;
        }
    }

    private Settings settings() {
        ConfigDef def = KnownSettings.ops(role.config(), role.opsPort());
        Settings given = KnownSettings.load(def, new Sources(config, System.getenv(), assignments));
        if (!def.names().contains(EgressRules.SELF)) {
            return given;
        }
        EgressRules.from(given).warnings().forEach(log::warn);
        List<String> all = new ArrayList<>(assignments);
        all.add(EgressRules.SELF + "=" + OwnListeners.self(def, given, List.of()));
        return KnownSettings.load(def, new Sources(config, System.getenv(), all));
    }
}
