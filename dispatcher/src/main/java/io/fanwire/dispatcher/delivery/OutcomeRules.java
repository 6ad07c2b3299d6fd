package io.fanwire.dispatcher.delivery;

import io.fanwire.dispatcher.delivery.AttemptOutcome.Delivered;
import io.fanwire.dispatcher.delivery.AttemptOutcome.Failed;
import io.fanwire.dispatcher.delivery.AttemptOutcome.Gone;
import io.fanwire.dispatcher.delivery.AttemptOutcome.Throttled;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What an answer means. Redirects are never followed, so 3xx is a failure. */
public final class OutcomeRules {
    private static final int MAX_DIGITS = 9;

    private OutcomeRules() {}

    /**
     * The outcome of a complete answer.
     *
     * @param retryAfter the header as it came (RFC 9110, section 10.2.3)
     */
    public static AttemptOutcome of(int status, Optional<String> retryAfter, Instant now) {
        if (status >= 200 && status < 300) {
            return new Delivered(status);
        }
        if (status == 410) {
            return new Gone();
        }
        Optional<Duration> wait = retryAfter.flatMap(header -> wait(header, now));
        if (status == 408 || status == 425 || status == 429 || (status == 503 && wait.isPresent())) {
            return new Throttled(status, wait);
        }
        return new Failed(ErrorClass.STATUS, Optional.of(status), Optional.of("answered " + status));
    }

    /** Seconds, or an HTTP date; empty for anything else, and for what is past. */
    static Optional<Duration> wait(String header, Instant now) {
        String text = header.trim();
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return text.length() > MAX_DIGITS
                    ? Optional.of(Duration.ofDays(365))
                    : Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return until.isAfter(now) ? Optional.of(Duration.between(now, until)) : Optional.empty();
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}
