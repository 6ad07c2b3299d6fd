package io.fanwire.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.fanwire.local.LocalException;
import io.fanwire.runtime.DurationText;
import java.net.URLEncoder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code fanwire dlq} reads and writes, as lines of text. */
final class DlqText {
    private DlqText() {}

    /** A dead letter on a line. */
    static String letter(JsonNode letter) {
        String line = String.join(
                "  ",
                letter.path("at").asText(),
                letter.path("deliveryId").asText(),
                letter.path("subscription").asText(),
                letter.path("reason").asText() + " " + letter.path("status").asText("-"),
                letter.at("/event/type").asText(),
                letter.path("redriven").asBoolean() ? "redriven" : "");
        return Terminal.plain(line).stripTrailing();
    }

    /** A job on a line. */
    static String job(JsonNode job) {
        JsonNode counts = job.path("counts");
        long skipped = counts.path("skipped").asLong();
        return Terminal.plain("job " + job.path("id").asText() + ": "
                + job.path("status").asText() + ", "
                + counts.path("redriven").asText("0") + " put back, "
                + counts.path("remaining").asText("0") + " remaining"
                + (skipped == 0 ? "" : ", " + skipped + " without a subscription"));
    }

    /** A time as the gateway takes it, from one, or from how long ago it was. */
    static String time(String option, String text, InstantSource clock) {
        try {
            return Instant.parse(text).toString();
        } catch (DateTimeException noTime) {
            try {
                return clock.instant()
                        .minus(DurationText.parse(text))
                        .truncatedTo(ChronoUnit.MILLIS)
                        .toString();
            } catch (IllegalArgumentException | ArithmeticException | DateTimeException noDuration) {
                noDuration.addSuppressed(noTime);
                throw new LocalException(
                        option + " takes a time, not " + text,
                        "write it like 2026-01-31T12:00:00Z, or 2h for two hours ago",
                        noDuration);
            }
        }
    }

    static String query(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> member.getKey() + "=" + URLEncoder.encode(member.getValue(), UTF_8))
                .collect(Collectors.joining("&", "?", ""));
    }
}
