package io.fanwire.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/topics.md} is what the code prints. */
class TopicPageTest {
    private static final Path PAGE = Path.of(System.getProperty("fanwire.root", ".."), "docs", "topics.md");

    @Test
    void thePageInTheDocumentationIsTheOneTheCodePrints() throws IOException {
        String printed = TopicPage.print();
        if ("write".equals(System.getProperty("fanwire.pages"))) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, printed);
        }

        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("docs/topics.md is old; write it anew with"
                        + " mvn -pl schemas -am test -Dtest=TopicPageTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dfanwire.pages=write")
                .isEqualTo(printed);
    }
}
