package io.fanwire.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.bench.ledger.Published;
import io.fanwire.bench.ledger.Published.Result;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Everything publishers were told: kept in memory for the checker, and in a file for people. Thread-safe by its queue. */
public final class AcceptedLog implements AutoCloseable {
    private final Queue<Published> calls = new ConcurrentLinkedQueue<>();
    private final AtomicLong ok = new AtomicLong();
    private final Path file;

    public AcceptedLog(Path file) {
        this.file = file;
    }

    void add(Published call) {
        calls.add(call);
        if (call.result() == Result.OK) {
            ok.incrementAndGet();
        }
    }

    public List<Published> calls() {
        return List.copyOf(calls);
    }

    /** Events that were promised so far. */
    public long accepted() {
        return ok.get();
    }

    @Override
    public void close() {
        try (BufferedWriter out = Files.newBufferedWriter(file, UTF_8, StandardOpenOption.CREATE)) {
            for (Published call : calls) {
                out.write(String.join(
                        "\t",
                        call.result().name().toLowerCase(Locale.ROOT),
                        call.id(),
                        call.tenant(),
                        call.topic(),
                        call.type(),
                        call.key().orElse("-"),
                        Long.toString(call.sequence()),
                        call.sha256(),
                        call.sent().toString(),
                        call.answered().toString()));
                out.newLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the log of accepted events cannot be written", e);
        }
    }
}
