package io.fanwire.bench.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.bench.ledger.Post.Signed;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * The file of everything a sink saw: a line when a request has come, a line when it is answered. Appended to, so that it outlives
 * every process. Owned by the sink's event loop.
 *
 * <pre>
 *   R  number  microseconds  path  event  subscription  attempt  sha256  signature  port
 *   A  number  microseconds  how
 * </pre>
 */
final class SinkLog implements AutoCloseable {
    private final OutputStream out;
    private long requests;

    SinkLog(Path file) {
        try {
            out = new BufferedOutputStream(
                    Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND), 1 << 16);
        } catch (IOException e) {
            throw new UncheckedIOException("the sink cannot write " + file, e);
        }
    }

    /** What is written of a request when it is complete. */
    record Arrival(
            Instant at,
            String path,
            String event,
            String subscription,
            int attempt,
            String sha256,
            Signed signed,
            int port) {}

    /** Answers the number that its answer is written with. */
    long received(Arrival arrival) {
        requests++;
        line(String.join(
                "\t",
                "R",
                Long.toString(requests),
                micros(arrival.at()),
                text(arrival.path()),
                text(arrival.event()),
                text(arrival.subscription()),
                Integer.toString(arrival.attempt()),
                arrival.sha256(),
                arrival.signed().name().toLowerCase(Locale.ROOT),
                Integer.toString(arrival.port())));
        return requests;
    }

    void answered(long number, Instant at, String how) {
        line("A\t" + number + "\t" + micros(at) + "\t" + text(how));
    }

    long requests() {
        return requests;
    }

    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the sink cannot write its log", e);
        }
    }

    private void line(String line) {
        try {
            out.write((line + "\n").getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the sink cannot write its log", e);
        }
    }

    private static String micros(Instant at) {
        return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, at));
    }

    private static String text(String any) {
        return any.isEmpty() ? "-" : any.replace('\t', ' ').replace('\n', ' ');
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the sink cannot close its log", e);
        }
    }
}
