package io.fanwire.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.local.Json;
import io.fanwire.local.receiver.Counts;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The demo is only content when every outcome was seen. */
final class DemoVerdictTest {
    private static final int EVENTS = 100;

    private final Map<DemoPart, Counts> counts = new EnumMap<>(Map.of(
            DemoPart.HEALTHY, counts(100, 100, 0, 0),
            DemoPart.SLOW, counts(100, 100, 0, 0),
            DemoPart.FLAKY, counts(125, 100, 25, 0),
            DemoPart.DOWN, counts(400, 100, 300, 0)));

    @Test
    void aRunThatSawEverythingHasNoFailures() {
        assertThat(failures(100, 100, 100)).isEmpty();
    }

    @Test
    void aMissingEventIsAFailureOfItsCallback() {
        counts.put(DemoPart.SLOW, counts(99, 99, 0, 0));

        assertThat(failures(100, 100, 100)).containsExactly("slow received 99 of 100 events");
    }

    @Test
    void aFlakyCallbackWithoutRetriesProvesNothing() {
        counts.put(DemoPart.FLAKY, counts(100, 100, 0, 0));

        assertThat(failures(100, 100, 100)).containsExactly("flaky saw no retry");
    }

    @Test
    void oneBadSignatureIsAFailure() {
        counts.put(DemoPart.HEALTHY, counts(100, 100, 0, 1));

        assertThat(failures(100, 100, 100))
                .containsExactly("healthy saw 1 bad signatures", "healthy could verify 99 of 100 requests");
    }

    @Test
    void unacceptedEventsAndMissingDeadLettersAreFailures() {
        assertThat(failures(99, 98, 97))
                .containsExactly(
                        "the gateway accepted 99 of 100 events",
                        "the dead letter topic held 98 of the down callback's 100 deliveries",
                        "the redrive put back 97 of 100 dead letters");
    }

    @Test
    void aCallbackThatWasNotCountedIsAFailure() {
        counts.remove(DemoPart.DOWN);

        assertThat(failures(100, 100, 100)).containsExactly("down was never counted");
    }

    @Test
    void theSummaryForAScriptSaysTheVerdictAndTheCounts() {
        var json = Json.parse(summary(100, 100, 100).toJson(List.of("why"))).orElseThrow();

        assertThat(json.path("ok").asBoolean()).isFalse();
        assertThat(json.path("failures").path(0).asText()).isEqualTo("why");
        assertThat(json.path("signaturesVerified").asLong()).isEqualTo(725);
        assertThat(json.path("callbacks").findValuesAsText("name"))
                .containsExactlyInAnyOrder("healthy", "slow", "flaky", "down");
    }

    private List<String> failures(long accepted, long dead, long redriven) {
        return DemoVerdict.failures(summary(accepted, dead, redriven), EVENTS);
    }

    private DemoSummary summary(long accepted, long dead, long redriven) {
        List<DemoSummary.Row> rows = counts.entrySet().stream()
                .map(entry -> new DemoSummary.Row(entry.getKey(), entry.getValue()))
                .toList();
        return new DemoSummary(accepted, rows, dead, redriven, Duration.ofSeconds(5), Duration.ofSeconds(20));
    }

    private static Counts counts(long requests, long distinct, long retries, long bad) {
        return new Counts(requests, distinct, 0, retries, requests - bad, bad, Duration.ZERO, Duration.ZERO);
    }
}
