package io.fanwire.gateway.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Gets the text of a JWKS from where the operator says it is: a file, or a URL that is asked with time-outs and never followed on. */
@FunctionalInterface
interface KeySetFetch {
    int MOST_BYTES = 1024 * 1024;
    Duration WITHIN = Duration.ofSeconds(4);

    String get() throws IOException;

    /** {@code where}: a URL that starts with {@code https://} or {@code http://}, else the path of a file. */
    static KeySetFetch from(String where) {
        return from(where, WITHIN);
    }

    /** An answer that has not begun in time, and one that has not ended in as long again, is given up. */
    static KeySetFetch from(String where, Duration within) {
        if (!where.startsWith("https://") && !where.startsWith("http://")) {
            Path file = Path.of(where);
            return () -> {
                try (InputStream in = Files.newInputStream(file)) {
                    return text(in);
                }
            };
        }
        HttpClient http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(where))
                .timeout(within)
                .header("accept", "application/jwk-set+json, application/json")
                .build();
        return () -> {
            try {
                HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
                try (InputStream in = response.body()) {
                    if (response.statusCode() != 200) {
                        throw new IOException("status " + response.statusCode());
                    }
                    CompletableFuture.delayedExecutor(within.toMillis(), TimeUnit.MILLISECONDS)
                            .execute(() -> giveUp(in));
                    return text(in);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", interrupted);
            }
        };
    }

    /** The client's time-out is over with the head of an answer. Closing what has been read to its end does nothing. */
    private static void giveUp(InputStream in) {
        try {
            in.close();
        } catch (IOException already) {
            // whoever reads it is told
        }
    }

    private static String text(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new IOException("more than " + MOST_BYTES + " bytes");
        }
        return new String(bytes, UTF_8);
    }
}
