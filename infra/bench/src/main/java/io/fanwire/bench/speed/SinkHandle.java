package io.fanwire.bench.speed;

import io.fanwire.bench.process.Child;
import io.fanwire.bench.speed.chain.CountingSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The sink of a run, seen from the process that measures. */
final class SinkHandle {
    private final Child child;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private SinkHandle(Child child, int port) {
        this.child = child;
        this.port = port;
    }

    /** Starts one beside a platform; whoever answers on its port is that process, as it told the port itself. */
    static SinkHandle start(IngestPlatform platform) {
        Path ready = platform.folder().resolve("sink.ready");
        Child child = platform.run("sink", "512m", CountingSink.class.getName(), List.of(ready.toString()));
        platform.await(child, ready);
        try {
            return new SinkHandle(
                    child, Integer.parseInt(Files.readString(ready).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException("the sink does not tell its port", e);
        }
    }

    Child child() {
        return child;
    }

    int port() {
        return port;
    }

    SinkCounts counts() {
        try {
            String[] words = http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/_count"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .split(" ", -1);
            return new SinkCounts(Long.parseLong(words[0]), Long.parseLong(words[1]));
        } catch (IOException e) {
            throw new UncheckedIOException("the sink does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
