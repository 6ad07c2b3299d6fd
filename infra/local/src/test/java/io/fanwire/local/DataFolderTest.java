package io.fanwire.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a platform keeps, and from whom. */
final class DataFolderTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aMadeKeyStaysTheSameAndOnlyItsOwnerReadsIt() throws IOException {
        String made = key(Optional.empty());

        assertThat(made).matches("fw_[A-Za-z0-9]{8}_[A-Za-z0-9]{43}");
        assertThat(key(Optional.empty())).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("bootstrap-key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aGivenKeyIsKeptInPlaceOfTheMadeOne() {
        key(Optional.empty());

        assertThat(key(Optional.of("fw_given_key"))).isEqualTo("fw_given_key");
        assertThat(key(Optional.empty())).isEqualTo("fw_given_key");
    }

    @Test
    void aSecondPlatformOnTheFolderIsToldWhoHasIt() {
        try (DataFolder first = DataFolder.open(folder)) {
            assertThatThrownBy(() -> DataFolder.open(first.path()))
                    .isInstanceOf(LocalException.class)
                    .hasMessageContaining("in use by another fanwire, process "
                            + ProcessHandle.current().pid());
        }
        DataFolder.open(folder).close();
    }

    @Test
    void endpointsAreThereWhileThePlatformRuns() {
        Endpoints endpoints = new Endpoints(
                "http://g", "http://o", "k", "http://r", ProcessHandle.current().pid(), "key");
        try (DataFolder open = DataFolder.open(folder)) {
            open.publish(endpoints);
            assertThat(DataFolder.endpoints(folder)).contains(endpoints);
        }

        assertThat(DataFolder.endpoints(folder)).isEmpty();
    }

    @Test
    void endpointsThatAKilledPlatformLeftAreNone() {
        try (DataFolder open = DataFolder.open(folder)) {
            open.publish(new Endpoints("http://g", "http://o", "k", "http://r", Long.MAX_VALUE, "key"));

            assertThat(DataFolder.endpoints(folder)).isEmpty();
        }
    }

    private String key(Optional<String> given) {
        try (DataFolder open = DataFolder.open(folder)) {
            return open.key(given);
        }
    }
}
