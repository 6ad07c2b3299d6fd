package io.fanwire.local.cli;

import io.fanwire.runtime.Threads;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The {@code fanwire} command: its subcommands, and how their failures are told. */
@Command(
        name = "fanwire",
        description = "Events in Kafka, delivered to every callback.",
        mixinStandardHelpOptions = true,
        version = "fanwire 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            RunCommand.class,
            TopicsCommand.class,
            PublishCommand.class,
            SubscribeCommand.class,
            ListenCommand.class,
            TailCommand.class,
            DlqCommand.class,
            KeysCommand.class,
            LedgerCommand.class,
            SecretsCommand.class,
            DoctorCommand.class,
            CompletionCommand.class
        })
public final class Fanwire implements Runnable {
    @Option(
            names = "--verbose",
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show the whole trace of a failure.")
    private boolean verbose;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    public static void main(String[] arguments) {
        Threads.logAllUncaught();
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command tree, as it is run and as completion is made from it. */
    static CommandLine commandLine() {
        Fanwire root = new Fanwire();
        CommandLine line = new CommandLine(root)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setExecutionExceptionHandler((failure, command, parsed) -> root.tell(failure, command));
        return line;
    }

    private int tell(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        Failure.lines(failure).forEach(err::println);
        if (verbose) {
            failure.printStackTrace(err);
        }
        err.flush();
        return Failure.EXIT_CODE;
    }

    /** Without a command: the help. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
