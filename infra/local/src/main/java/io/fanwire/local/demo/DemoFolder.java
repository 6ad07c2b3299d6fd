package io.fanwire.local.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The data folder of one run: the one asked for, which stays, or a temporary one, which goes when the run was good. */
record DemoFolder(Path path, boolean temporary) {
    static DemoFolder of(Optional<Path> asked) {
        try {
            if (asked.isPresent()) {
                return new DemoFolder(Files.createDirectories(asked.get()), false);
            }
            return new DemoFolder(Files.createTempDirectory("fanwire-demo-"), true);
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the demo's data", e);
        }
    }

    Path log() {
        return path.resolve("demo.log");
    }

    /** Call when everything that writes there has stopped. */
    void discard() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> below = Files.walk(path)) {
            List<Path> deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's folder " + path + " could not be deleted", e);
        }
    }
}
