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
        ChainCosts costs = new ChainCosts(1, 2, 3, 4);
        ChainReport report = new ChainReport(
                "2026-01-01",
                "abc",
                "17",
                2,
                1024,
                0.5,
                List.of(
                        new ChainRow("fan1", 0, 1_000, 1_000, costs, 0),
                        new ChainRow("fan1", 1, 1_000, 1, costs, 2),
                        new ChainRow("fan1", 2, 1_000, 4, costs, 0),
                        new ChainRow("fan1", 3, 1_000, 2, costs, 0)));

        assertThat(ChainReport.parse(report.json())).isEqualTo(report);
        assertThat(report.median("fan1", ChainRow::rate)).isEqualTo(500);
        assertThat(PerformancePage.of(report))
                .contains("| `fan1` | 500 (250 to 1,000) | 1.0 (1.0 to 1.0) | 2.0 (2.0 to 2.0) | 3.0 (3.0 to 3.0) |");
    }
}
