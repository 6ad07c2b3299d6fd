package io.fanwire.dispatcher.ledger;

import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.runtime.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

final class LedgerWatchTest {
    private final Metrics metrics = new Metrics();
    private final List<Instant> audits = new ArrayList<>();
    private boolean away;
    private final LedgerWatch watch =
            new LedgerWatch(this::audit, Duration.ofMinutes(10), Duration.ofHours(1), () -> NOW, metrics);

    private List<LedgerLine> audit(Instant since) {
        if (away) {
            throw new KafkaException("away");
        }
        audits.add(since);
        return List.of(line("orders", 1, 2), line("bills", 2, 0));
    }

    private static LedgerLine line(String topic, long unexplained, long doubled) {
        return new LedgerLine(topic, 9, 0, 9, 0, 3, 1, 0, 4, doubled, unexplained);
    }

    private String metric(String name) {
        return metrics.prometheusText()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .orElse(name + " is missing");
    }

    @Test
    void onlyTheOwnerOfTheFirstPartitionAudits() {
        watch.assigned(1);
        watch.look();

        assertThat(audits).isEmpty();
        assertThat(metric("fanwire_ledger_unexplained")).endsWith(" NaN");
    }

    @Test
    void whatItFindsIsShown() {
        watch.assigned(0);
        watch.look();

        assertThat(audits).containsExactly(NOW.minus(Duration.ofHours(1)));
        assertThat(metric("fanwire_ledger_unexplained")).endsWith(" 3.0");
        assertThat(metric("fanwire_ledger_doubled")).endsWith(" 2.0");
        assertThat(metric("fanwire_ledger_pending")).endsWith(" 8.0");
    }

    @Test
    void whoIsTheOwnerNoMoreShowsNothing() {
        watch.assigned(0);
        watch.look();
        watch.revoked(0);
        assertThat(metric("fanwire_ledger_unexplained")).endsWith(" NaN");

        watch.look();
        watch.assigned(0);
        assertThat(metric("fanwire_ledger_unexplained"))
                .as("what it once found is old")
                .endsWith(" NaN");
    }

    @Test
    void aClusterThatIsAwayChangesNothing() {
        watch.assigned(0);
        watch.look();
        away = true;

        watch.look();

        assertThat(metric("fanwire_ledger_unexplained")).endsWith(" 3.0");
    }
}
