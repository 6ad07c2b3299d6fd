package io.fanwire.dispatcher.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may know that the former process of a slot is gone. */
class SlotFileTest {
    @TempDir
    Path folder;

    @Test
    void aSlotThatNobodyHadNamesNoFormerMember() {
        assertThat(SlotFile.lock(folder.resolve("new"), "d0-0").orElseThrow().former())
                .isEmpty();
    }

    @Test
    void theNextOneLearnsTheMemberOfAProcessThatEndedWithoutAWord() {
        SlotFile first = SlotFile.lock(folder, "d0-0").orElseThrow();
        first.name("a-member-with-a-long-name");
        first.name("member-2");
        first.close();

        assertThat(SlotFile.lock(folder, "d0-0").orElseThrow().former()).contains("member-2");
    }

    @Test
    void aMemberThatLeftIsNotNamed() {
        SlotFile first = SlotFile.lock(folder, "d0-0").orElseThrow();
        first.name("member-1");
        first.name("");
        first.close();

        assertThat(SlotFile.lock(folder, "d0-0").orElseThrow().former()).isEmpty();
    }

    @Test
    void whileAProcessHasTheSlotNobodyElseLearnsItsMember() {
        SlotFile first = SlotFile.lock(folder, "d0-0").orElseThrow();
        first.name("member-1");

        assertThat(SlotFile.lock(folder, "d0-0")).isEmpty();
        assertThat(SlotFile.lock(folder, "d1-0").orElseThrow().former()).isEmpty();
    }

    @Test
    void anIdentityIsNoPath() throws IOException {
        SlotFile.lock(folder.resolve("slots"), "../../d0").orElseThrow().name("member-1");

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("slots"));
        }
    }

    @Test
    void aFolderThatCannotBeMadeTellsNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(SlotFile.lock(file.resolve("slots"), "d0-0")).isEmpty();
    }
}
