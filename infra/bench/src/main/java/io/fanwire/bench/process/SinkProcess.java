package io.fanwire.bench.process;

import io.fanwire.bench.sink.Sink;
import io.fanwire.local.Termination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** The sink of a run in a process of its own: {@code HOST PORT LOG READY}. */
public final class SinkProcess {
    private SinkProcess() {}

    public static void main(String[] arguments) throws IOException {
        Termination termination = Termination.bySignals();
        try (Sink sink = Sink.start(
                arguments[0], Integer.parseInt(arguments[1]), Path.of(arguments[2]), InstantSource.system())) {
            Files.writeString(Path.of(arguments[3]), Integer.toString(sink.port()));
            while (!termination.await(Duration.ofHours(1))) {
                Thread.onSpinWait();
            }
        }
    }
}
