package io.fanwire.bench.speed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a JVM wrote of its collections ({@code -Xlog:gc}): from one to the next as much was allocated as the heap holds more before the
 * later one than it held after the earlier one.
 */
record GcLog(List<Collection> collections) {
    private static final Pattern SIZES =
            Pattern.compile("\\bGC\\(\\d+\\) .*?(\\d+)([KMG])(?:\\(\\d+%\\))?->(\\d+)([KMG])(?:\\(|$| )");

    GcLog {
        collections = List.copyOf(collections);
    }

    /** Bytes in the heap. */
    record Collection(long before, long after) {}

    /** Its option for a JVM. */
    static String option(Path file) {
        return "-Xlog:gc:file=" + file + "::filecount=0";
    }

    /** None yet where there is no file. */
    static GcLog read(Path file) {
        if (!Files.exists(file)) {
            return new GcLog(List.of());
        }
        try (Stream<String> lines = Files.lines(file)) {
            return parse(lines);
        } catch (IOException e) {
            throw new UncheckedIOException("a log of collections cannot be read", e);
        }
    }

    static GcLog parse(Stream<String> lines) {
        return new GcLog(lines.map(GcLog::collection).flatMap(Optional::stream).toList());
    }

    private static Optional<Collection> collection(String line) {
        Matcher sizes = SIZES.matcher(line);
        return sizes.find()
                ? Optional.of(
                        new Collection(bytes(sizes.group(1), sizes.group(2)), bytes(sizes.group(3), sizes.group(4))))
                : Optional.empty();
    }

    private static long bytes(String number, String unit) {
        int shift = 10 * ("KMG".indexOf(unit) + 1);
        return Long.parseLong(number) << shift;
    }

    /** Bytes allocated since the JVM began, if so many are in its heap now. */
    long allocated(long used) {
        long held = 0;
        long allocated = 0;
        for (Collection collection : collections) {
            allocated += Math.max(0, collection.before() - held);
            held = collection.after();
        }
        return allocated + Math.max(0, used - held);
    }

    /** The most that was left by a collection, without the first so many; without any the last one's; 0 of none. */
    long mostLeft(int without) {
        int from = Math.min(without, Math.max(0, collections.size() - 1));
        return collections.stream()
                .skip(from)
                .mapToLong(Collection::after)
                .max()
                .orElse(0);
    }
}
