package io.fanwire.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/configuration.md} and {@code docs/metrics.md} are what the code prints. */
class PagesTest {
    private static final Path DOCS = Path.of(System.getProperty("fanwire.root", "../.."), "docs");

    @Test
    void thePageOfSettingsIsTheOneTheCodePrints() throws IOException {
        same("configuration.md", ConfigurationPage.print());
    }

    @Test
    void thePageOfMetricsIsTheOneTheCodePrints(@TempDir Path folder) throws IOException {
        same("metrics.md", MetricsPage.print(folder));
    }

    private static void same(String name, String printed) throws IOException {
        Path page = DOCS.resolve(name);
        if ("write".equals(System.getProperty("fanwire.pages"))) {
            Files.createDirectories(DOCS);
            Files.writeString(page, printed);
        }

        assertThat(Files.exists(page) ? Files.readString(page) : "")
                .as("docs/" + name + " is old; write it anew with"
                        + " mvn -pl infra/local -am test -Dtest=PagesTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dfanwire.pages=write")
                .isEqualTo(printed);
    }
}
