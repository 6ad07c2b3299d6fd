package io.fanwire.bench.sink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Gives orders to a sink in another process. */
public final class SinkClient {
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String url;

    public SinkClient(String host, int port) {
        this.url = "http://" + host + ":" + port;
    }

    /** The callback URL of a path that begins with a slash. */
    public String url(String path) {
        return url + path;
    }

    /** What a path does from now on; {@code *}: every path without a script of its own. */
    public void script(String path, String script) {
        order(List.of("script " + path + " " + script));
    }

    public void order(List<String> lines) {
        String answer = send("/_control", String.join("\n", lines));
        if (!answer.chars().allMatch(Character::isDigit)) {
            throw new IllegalArgumentException(answer);
        }
    }

    /** Requests so far. */
    public long count() {
        return Long.parseLong(send("/_count", ""));
    }

    private String send(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException("the sink does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while talking to the sink", e);
        }
    }
}
