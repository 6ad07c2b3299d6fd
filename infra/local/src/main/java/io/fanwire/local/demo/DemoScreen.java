package io.fanwire.local.demo;

import io.fanwire.local.receiver.Counts;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a person sees of the demo: lines, and a table redrawn in place or a line every two seconds. Owned by the demo's thread. */
final class DemoScreen {
    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final Duration LINE = Duration.ofSeconds(2);
    private static final String UP_AND_CLEAR = "\u001b[1A\u001b[2K";
    private static final String ROW = "  %-8s %-31s %9s %9s %8s %6s %9s %9s";

    private final PrintWriter out;
    private final boolean redraw;
    private final InstantSource clock;
    private final Instant began;
    private Instant last = Instant.EPOCH;
    private int drawn;

    DemoScreen(PrintWriter out, boolean redraw, InstantSource clock) {
        this.out = out;
        this.redraw = redraw;
        this.clock = clock;
        this.began = clock.instant();
    }

    /** One callback in the table. */
    record Row(DemoPart part, Counts counts, int deadLetters) {}

    /** A line that stays. The table, if one is drawn, stays above it. */
    void say(String line) {
        drawn = 0;
        out.println(line);
        out.flush();
    }

    /** A step of the demo, with the seconds since its start. */
    void step(String line) {
        Duration since = Duration.between(began, clock.instant());
        say(String.format(Locale.ROOT, "[%4.1f s] %s", since.toMillis() / 1000.0, line));
    }

    boolean due() {
        return !clock.instant().isBefore(last.plus(redraw ? REDRAW : LINE));
    }

    void progress(List<Row> rows, int events) {
        last = clock.instant();
        if (redraw) {
            out.print(UP_AND_CLEAR.repeat(drawn));
            List<String> lines = table(rows, events);
            lines.forEach(out::println);
            drawn = lines.size();
            out.flush();
        } else {
            step(line(rows));
        }
    }

    private static String line(List<Row> rows) {
        List<String> parts = new ArrayList<>();
        for (Row row : rows) {
            String dead = row.deadLetters() > 0 ? " (" + row.deadLetters() + " dead letters)" : "";
            parts.add(row.part().text() + " " + row.counts().distinct() + "/"
                    + row.counts().requests() + dead);
        }
        return "delivered/requests: " + String.join("  ", parts);
    }

    static List<String> table(List<Row> rows, int events) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, ROW, "callback", "", "delivered", "requests", "retries", "dead", "p50", "p99"));
        for (Row row : rows) {
            Counts counts = row.counts();
            lines.add(String.format(
                    Locale.ROOT,
                    ROW,
                    row.part().text(),
                    row.part().behaviour(),
                    counts.distinct() + "/" + events,
                    counts.requests(),
                    counts.retries(),
                    row.deadLetters(),
                    millis(counts.p50()),
                    millis(counts.p99())));
        }
        return lines;
    }

    private static String millis(Duration duration) {
        return duration.isZero() ? "-" : duration.toMillis() + " ms";
    }
}
