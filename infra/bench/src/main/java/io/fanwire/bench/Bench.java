package io.fanwire.bench;

import io.fanwire.bench.speed.Speed;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code fanwire bench}: figures of speed, each beside what it is to be compared with. */
@Command(
        name = "bench",
        description = "Measure on this machine, every process a JVM of its own, every round printed.",
        mixinStandardHelpOptions = true)
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new Bench());
        Speed.commands().forEach(command::addSubcommand);
        System.exit(command.execute(arguments));
    }
}
