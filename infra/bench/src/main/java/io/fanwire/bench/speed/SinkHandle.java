package io.fanwire.bench.speed;

import io.fanwire.bench.process.Child;
import io.fanwire.bench.speed.chain.CountingSink;
import io.fanwire.bench.speed.chain.SinkCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The sink of a run, seen from the process that measures. */
final class SinkHandle {
    private final Child child;
    private final int port;
    private final int tlsPort;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private SinkHandle(Child child, int port, int tlsPort) {
        this.child = child;
        this.port = port;
        this.tlsPort = tlsPort;
    }

    /** Starts one beside a platform; whoever answers on its port is that process, as it told the port itself. */
    static SinkHandle start(IngestPlatform platform, Optional<SinkCertificate> certificate) {
        Path ready = platform.folder().resolve("sink.ready");
        String shown = certificate.map(made -> made.folder().toString()).orElse("-");
        Child child = platform.run("sink", "1g", CountingSink.class.getName(), List.of(ready.toString(), shown));
        platform.await(child, ready);
        try {
            String[] ports = Files.readString(ready).strip().split(" ", -1);
            return new SinkHandle(child, Integer.parseInt(ports[0]), Integer.parseInt(ports[ports.length - 1]));
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

    /** What callbacks' URLs begin with, up to their path. */
    String url(boolean tls) {
        return tls ? "https://127.0.0.1:" + tlsPort : "http://127.0.0.1:" + port;
    }

    SinkCounts counts(String lane) {
        return ask("/_count/" + lane);
    }

    /** Forgets how long a lane's requests took. */
    void forgetLatencies(String lane) {
        ask("/_forget/" + lane);
    }

    private SinkCounts ask(String path) {
        try {
            return SinkCounts.parse(http.send(
                            HttpRequest.newBuilder(URI.create(url(false) + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException("the sink does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
