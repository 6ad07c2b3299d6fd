package io.fanwire.local.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a receiver counts. */
final class TallyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Tally tally = new Tally();

    @Test
    void anEventThatFailedOnceAndWasThenAcceptedIsOneRetryAndNoDuplicate() {
        receive("a", Optional.of(503), Signature.VERIFIED);
        receive("a", Optional.of(200), Signature.VERIFIED);

        assertThat(tally.snapshot())
                .returns(2L, Counts::requests)
                .returns(1L, Counts::distinct)
                .returns(1L, Counts::retries)
                .returns(0L, Counts::duplicates)
                .returns(2L, Counts::verified);
    }

    @Test
    void anEventThatComesAgainAfterItsAcceptanceIsADuplicateAndNoRetry() {
        receive("a", Optional.of(204), Signature.VERIFIED);
        receive("a", Optional.of(204), Signature.BAD);

        assertThat(tally.snapshot())
                .returns(1L, Counts::distinct)
                .returns(0L, Counts::retries)
                .returns(1L, Counts::duplicates)
                .returns(1L, Counts::badSignatures);
    }

    @Test
    void aDroppedConnectionAcceptsNothing() {
        receive("a", Optional.empty(), Signature.VERIFIED);

        assertThat(tally.snapshot()).returns(1L, Counts::requests).returns(0L, Counts::distinct);
    }

    @Test
    void latencyIsThatOfTheFirstAcceptance() {
        for (int i = 1; i <= 2000; i++) {
            receive("event-" + i, Optional.of(200), Signature.VERIFIED, Duration.ofMillis(i));
        }
        receive("event-1", Optional.of(200), Signature.VERIFIED, Duration.ofHours(1));

        assertThat(tally.snapshot())
                .returns(Duration.ofMillis(1000), Counts::p50)
                .returns(Duration.ofMillis(1980), Counts::p99);
    }

    private void receive(String id, Optional<Integer> status, Signature signature) {
        receive(id, status, signature, Duration.ZERO);
    }

    private void receive(String id, Optional<Integer> status, Signature signature, Duration latency) {
        int request = tally.next(id);
        Received received = new Received(NOW, id, request, Map.of(), new byte[0], signature, status);
        tally.count(received, Optional.of(NOW.minus(latency)));
    }
}
