package io.fanwire.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/performance.md} is what the code prints of the run that is kept beside it. */
class PerformancePageTest {
    private static final Path DOCS = Path.of(System.getProperty("fanwire.root", "../.."), "docs");
    private static final Path PAGE = DOCS.resolve("performance.md");

    @Test
    void thePageInTheDocumentationIsTheOneTheCodePrints() throws IOException {
        String printed = PerformancePage.of(ChainReport.parse(Files.readString(DOCS.resolve("performance.json"))));
        if ("write".equals(System.getProperty("fanwire.pages"))) {
            Files.writeString(PAGE, printed);
        }

        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("docs/performance.md is old; -Dfanwire.pages=write prints it anew")
                .isEqualTo(printed);
    }

    @Test
    void aReportIsReadBackAndItsMiddleRoundCounts() {
        ChainReport report = new ChainReport(
                "2026-01-01",
                "abc",
                "17",
                2,
                1024,
                0.5,
                List.of(row(0, 1_000, 0), row(1, 1, 2), row(2, 4, 0), row(3, 2, 0)),
                List.of(new GatewayRow("publish", 1, 1_000, 2, 20, 5, 0)),
                List.of(new LatencyRow("latency50", 1, 700, 7_000, 12, 34, 56, 0)));

        assertThat(ChainReport.parse(report.json())).isEqualTo(report);
        assertThat(report.rounds("fan1", ChainRow::rate).median()).isEqualTo(500);
        assertThat(PerformancePage.of(report))
                .contains("| `fan1` | 500 (250 to 1,000) | 1.0 (1.0 to 1.0) | 2.0 (2.0 to 2.0) | 3.0 (3.0 to 3.0) |")
                .contains("| `fan1` | 5.0 (5.0 to 5.0) | 3.0 (3.0 to 3.0) | 100 (100 to 100) | 200 (200 to 200) |")
                .contains("| `publish` | 500 (500 to 500) | 20.0 (20.0 to 20.0) | 5.0 (5.0 to 5.0) |")
                .contains("| `latency50` | 700 | 12 (12 to 12) | 34 (34 to 34) | 56 (56 to 56) |")
                .contains(
                        "| whole chain, fan-out 1: deliveries/s | `fan1` | ≥ 20,000 | 500 (250 to 1,000) | missed by 98 % |");
    }

    private static ChainRow row(int round, double seconds, long repeated) {
        ChainMemory memory = new ChainMemory(5, 3, 100, 200);
        return new ChainRow("fan1", round, 1_000, seconds, new ChainCosts(1, 2, 3, 4, 5), memory, repeated, 0);
    }
}
