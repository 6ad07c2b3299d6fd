package io.fanwire.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that a run started: signalled and ended by its pid, and only while it is that very process. */
public final class Child {
    private static final List<String> LAUNCHERS =
            passedOn(ManagementFactory.getRuntimeMXBean().getInputArguments());

    private final String name;
    private final Process process;
    private final Instant born;

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.born = process.info().startInstant().orElse(Instant.EPOCH);
    }

    /**
     * What to start.
     *
     * @param options of the JVM
     * @param shell a prefix for a shell to run before the JVM, such as a limit; empty for none
     */
    public record Spec(String name, List<String> options, String main, List<String> arguments, String shell) {
        public Spec {
            options = List.copyOf(options);
            arguments = List.copyOf(arguments);
        }

        public Spec(String name, List<String> options, String main, List<String> arguments) {
            this(name, options, main, arguments, "");
        }
    }

    /**
     * What the launcher gives every process of ours, given this one's options: an archive of its classes, and on newer JDKs leave for
     * Netty and others to use native code and memory, without which they go a longer way.
     */
    static List<String> passedOn(List<String> options) {
        return options.stream()
                .filter(option -> option.startsWith("-XX:SharedArchiveFile=")
                        || option.startsWith("--enable-native-access=")
                        || option.startsWith("--sun-misc-unsafe-memory-access="))
                .toList();
    }

    /** Starts it; what it prints goes to a file of the folder, behind what is there. */
    public static Child start(Spec spec, Path folder) {
        List<String> command = new ArrayList<>();
        if (!spec.shell().isEmpty()) {
            command.addAll(List.of("/bin/sh", "-c", spec.shell() + "; exec \"$@\"", "sh"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(LAUNCHERS);
        command.addAll(spec.options());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Guarded.class.getName(), spec.main()));
        command.addAll(spec.arguments());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("FANWIRE_"));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(
                folder.resolve(spec.name() + ".log").toFile()));
        try {
            return new Child(spec.name(), builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(spec.name() + " cannot be started", e);
        }
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Empty while it runs. */
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** SIGKILL, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(10));
    }

    /** SIGTERM. */
    public void terminate() {
        signal("TERM");
    }

    /** SIGSTOP. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() {
        signal("CONT");
    }

    /** Has its heap collected, and waits for that. */
    public void collectGarbage() {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        run(List.of(jcmd, Long.toString(process.pid()), "GC.run"));
    }

    /** The most memory it ever had in use, in bytes (Linux: VmHWM); 0 where the system does not tell. */
    public long mostResident() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException untold) {
            return 0;
        }
    }

    /** Answers whether it ended in time. */
    public boolean awaitEnd(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    private void signal(String signal) {
        boolean itself = process.isAlive()
                && ProcessHandle.of(process.pid())
                        .flatMap(handle -> handle.info().startInstant())
                        .map(born::equals)
                        .orElse(born.equals(Instant.EPOCH));
        if (!itself) {
            return;
        }
        run(List.of("/bin/sh", "-c", "kill -" + signal + " " + process.pid()));
    }

    private void run(List<String> command) {
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(command.get(0) + " cannot be run for " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return name + " (pid " + process.pid() + ")";
    }
}
