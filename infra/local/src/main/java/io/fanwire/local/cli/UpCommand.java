package io.fanwire.local.cli;

import io.fanwire.local.Endpoints;
import io.fanwire.local.KnownSettings;
import io.fanwire.local.LocalPlatform;
import io.fanwire.local.LocalSettings;
import io.fanwire.local.Termination;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fanwire up}: the whole platform in this process, until it is told to stop. */
@Command(
        name = "up",
        description = "Run the whole platform in one process; data is kept. Ctrl-C stops it.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    static final int FATAL = 70;

    @Option(
            names = {"--data", "--data-dir"},
            paramLabel = "DIR",
            description = "The data folder; .fanwire/data when not given.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "One setting; may be given again.")
    private List<String> assignments = new ArrayList<>();

    @Option(names = "--json", description = "Nothing on standard output but the ready line.")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        Termination termination = Termination.bySignals();
        PrintWriter out = spec.commandLine().getOut();
        List<String> all = new ArrayList<>(assignments);
        data.ifPresent(folder -> all.add(KnownSettings.DATA_DIR + "=" + folder));
        LocalSettings settings = LocalSettings.load(System.getenv(), all);
        try (LocalPlatform platform = LocalPlatform.start(settings)) {
            if (!json) {
                banner(settings, platform.endpoints()).forEach(out::println);
            }
            out.println(platform.endpoints().readyLine());
            out.flush();
            return termination.awaitWhile(platform::live) ? 0 : FATAL;
        }
    }

    private static List<String> banner(LocalSettings settings, Endpoints endpoints) {
        return List.of(
                "gateway   " + endpoints.gateway(),
                "ops       " + endpoints.ops() + "/metrics",
                "kafka     " + endpoints.kafka(),
                "registry  " + endpoints.registry(),
                "key       " + endpoints.key(),
                "data      " + settings.data().toAbsolutePath().normalize(),
                settings.loopbackAllowed()
                        ? "callbacks may be http and on this machine (FANWIRE_CALLBACKS_ALLOW_LOOPBACK=false: as in production)"
                        : "callbacks must be https, and not on this machine, as in production");
    }
}
