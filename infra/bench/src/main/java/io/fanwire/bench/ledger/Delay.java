package io.fanwire.bench.ledger;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a retry topic delays, by its name. */
final class Delay {
    private static final Pattern NAME = Pattern.compile(".*\\.retry\\.(\\d+)(ms|s|m|h)");

    private Delay() {}

    static Optional<Duration> ofTopic(String topic) {
        Matcher name = NAME.matcher(topic);
        if (!name.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(name.group(1));
        return Optional.of(
                switch (name.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    default -> Duration.ofHours(amount);
                });
    }
}
