package io.fanwire.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a broker's folder says of the one that had it last. */
class EmbeddedBrokerFolderTest {
    @TempDir
    Path path;

    @Test
    void nobodyWasKilledInANewFolder() {
        try (EmbeddedBrokerFolder folder = EmbeddedBrokerFolder.open(path)) {
            assertThat(folder.killed()).isFalse();

            assertThat(folder.clusterId()).isNotEmpty();
            assertThat(folder.killed()).as("formatted, and nothing more").isFalse();
        }
    }

    @Test
    void whoeverLeftARecordBehindAndDidNotSignOffWasKilled() throws IOException {
        try (EmbeddedBrokerFolder folder = EmbeddedBrokerFolder.open(path)) {
            assertThat(folder.clusterId()).isNotEmpty();
            Files.createDirectory(path.resolve("__cluster_metadata-0"));
            assertThat(folder.killed()).isTrue();

            Files.createFile(path.resolve(".kafka_cleanshutdown"));
            assertThat(folder.killed()).isFalse();
        }
    }
}
