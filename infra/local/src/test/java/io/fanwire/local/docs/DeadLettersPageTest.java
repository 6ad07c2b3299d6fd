package io.fanwire.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/dead-letters.md} shows the program that an end-to-end test runs. */
class DeadLettersPageTest {
    private static final Path DOCS = Path.of(System.getProperty("fanwire.root", "../.."), "docs");

    @Test
    void thePageShowsTheProgramToTheLetter() throws IOException {
        String program = Files.readString(DOCS.resolve("examples/WriteBack.java"));

        assertThat(Files.readString(DOCS.resolve("dead-letters.md"))).contains("```java\n" + program + "```\n");
    }

    @Test
    void theProgramFitsOnAScreen() throws IOException {
        assertThat(Files.readString(DOCS.resolve("examples/WriteBack.java"))
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("import")))
                .hasSizeLessThanOrEqualTo(24);
    }
}
