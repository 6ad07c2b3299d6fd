package io.fanwire.bench.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much a process had to say, from its log: lines of JSON that begin with their time. */
final class LogLines {
    private static final Pattern TIME = Pattern.compile("^\\{\"timestamp\":(\\d+),");
    private static final long MINUTE_MILLIS = 60_000;

    private LogLines() {}

    /** Of the processes named, the one that said most in any minute. */
    static long mostInAMinute(Path folder, List<String> names) {
        return names.stream()
                .mapToLong(name -> mostInAMinute(folder.resolve(name + ".log")))
                .max()
                .orElse(0);
    }

    /** Lines without a time of their own count to the one before. */
    static long mostInAMinute(Path log) {
        List<Long> times = new ArrayList<>();
        long last = 0;
        try {
            for (String line : Files.readAllLines(log)) {
                Matcher time = TIME.matcher(line);
                last = time.find() ? Long.parseLong(time.group(1)) : last;
                times.add(last);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(log + " cannot be read", e);
        }
        times.sort(Long::compareTo);
        int most = 0;
        int from = 0;
        for (int to = 0; to < times.size(); to++) {
            while (times.get(to) - times.get(from) >= MINUTE_MILLIS) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }
}
