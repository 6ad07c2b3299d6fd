package io.fanwire.bench.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.bench.ledger.Post;
import io.fanwire.bench.ledger.Post.Signed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a {@link SinkLog} wrote; a last line that was cut off is left out. */
public final class SinkLogReader {
    private static final int REQUEST_FIELDS = 10;
    private static final int ANSWER_FIELDS = 4;

    private SinkLogReader() {}

    private record Answer(Instant at, String how) {}

    public static List<Post> read(Path file) {
        Map<String, String[]> requests = new LinkedHashMap<>();
        Map<String, Answer> answers = new HashMap<>();
        try (Stream<String> lines = Files.lines(file, UTF_8)) {
            lines.map(line -> line.split("\t", -1)).forEach(fields -> {
                if (fields[0].equals("R") && fields.length == REQUEST_FIELDS) {
                    requests.put(fields[1], fields);
                } else if (fields[0].equals("A") && fields.length == ANSWER_FIELDS) {
                    answers.putIfAbsent(fields[1], new Answer(instant(fields[2]), fields[3]));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("the sink's log " + file + " cannot be read", e);
        }
        return requests.entrySet().stream()
                .map(request -> post(request.getValue(), Optional.ofNullable(answers.get(request.getKey()))))
                .toList();
    }

    private static Post post(String[] fields, Optional<Answer> answer) {
        return new Post(
                fields[4],
                fields[5],
                Integer.parseInt(fields[6]),
                instant(fields[2]),
                answer.map(Answer::at),
                answer.map(Answer::how).orElse("none"),
                fields[7],
                Signed.valueOf(fields[8].toUpperCase(Locale.ROOT)),
                Integer.parseInt(fields[9]),
                fields[3]);
    }

    private static Instant instant(String micros) {
        return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
    }
}
