package io.fanwire.local.cli;

import io.fanwire.local.Termination;
import io.fanwire.local.demo.Demo;
import io.fanwire.local.demo.DemoOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fanwire demo}: see it work, with numbers counted at the receivers. */
@Command(
        name = "demo",
        description =
                "Start everything, publish events to four callbacks (healthy, slow, flaky, down) and prove the result.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--once", description = "End after the summary, as it does without a terminal.")
    private boolean once;

    @Option(names = "--events", paramLabel = "N", defaultValue = "1000", description = "How many; ${DEFAULT-VALUE}.")
    private int events;

    @Option(
            names = {"--data", "--data-dir"},
            paramLabel = "DIR",
            description = "Keep the data there; a temporary folder otherwise.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--json",
            description = "The summary as JSON on standard output, everything else on standard error.")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        CommandLine line = spec.commandLine();
        if (events < 1 || events > 100_000) {
            throw new CommandLine.ParameterException(line, "--events takes a number from 1 to 100000, not " + events);
        }
        boolean interactive = Terminal.interactive();
        DemoOptions options = new DemoOptions(events, once || !interactive, interactive, json, data);
        return new Demo(
                        options,
                        Termination.bySignals(),
                        line.getOut(),
                        json ? line.getErr() : line.getOut(),
                        Clock.systemUTC())
                .run(System.getenv());
    }
}
