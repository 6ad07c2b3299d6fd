package io.fanwire.local.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code fanwire completion}: the script that makes a shell complete commands and options. */
@Command(
        name = "completion",
        description = "Print a completion script for bash and zsh: source <(fanwire completion)",
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        CommandLine root = spec.root().commandLine();
        spec.commandLine().getOut().print(AutoComplete.bash(root.getCommandName(), root));
        spec.commandLine().getOut().flush();
    }
}
