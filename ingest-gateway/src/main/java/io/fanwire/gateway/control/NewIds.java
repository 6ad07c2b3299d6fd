package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.once.IdempotencyKey;
import io.fanwire.schemas.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The id of what a POST makes. One with an {@code Idempotency-Key} comes again only when a gateway died between making it and keeping the
 * answer: then it makes the same thing again, and not a second one. So its id is named after the key and the minute in which it was first
 * made, and the minutes of as many hours as an answer is kept are looked through. Thread-safe.
 */
final class NewIds {
    private static final Duration KEPT = Duration.ofHours(24);

    private final InstantSource clock;

    NewIds(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The one to make it under.
     *
     * @param fresh an id that nothing has
     * @param known whether there is something under an id
     */
    String of(Call call, String fresh, Predicate<String> known) {
        Optional<IdempotencyKey> key = IdempotencyKey.of(call);
        return key.map(IdempotencyKey::hash)
                .map(hash -> made(fresh, hash, known))
                .orElse(fresh);
    }

    private String made(String fresh, byte[] hash, Predicate<String> known) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        return IntStream.range(0, (int) KEPT.toMinutes())
                .mapToObj(minutes -> Ids.named(fresh, now.minus(Duration.ofMinutes(minutes)), hash))
                .filter(known)
                .findFirst()
                .orElseGet(() -> Ids.named(fresh, now, hash));
    }
}
