package io.fanwire.bench.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Where a run keeps its files, and on what it runs. */
final class BenchFolder {
    @Option(names = "--folder", paramLabel = "DIR", description = "Where the run keeps its files; they stay there.")
    private Path folder = Path.of("");

    /** Makes it, where it is not there; without a wish one of its own. */
    Path open() throws IOException {
        return folder.toString().isEmpty()
                ? Files.createTempDirectory("fanwire-bench")
                : Files.createDirectories(folder);
    }

    /** What a figure depends on most. */
    static String machine() {
        return String.format(
                Locale.ROOT,
                "JDK %s, %d processors, load average at the start %.1f",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                Cpu.loadAverage());
    }
}
