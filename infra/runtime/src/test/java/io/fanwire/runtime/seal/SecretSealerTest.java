package io.fanwire.runtime.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sealing, and the file of keys. */
class SecretSealerTest {
    private static final byte[] SECRET = "whsec_hush".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private Path keyset = Path.of("");

    @BeforeEach
    void name() {
        keyset = folder.resolve("deep/keys.json");
    }

    @Test
    void whatWasSealedOpensForItsOwner() {
        SecretSealer sealer = SecretSealer.createOrOpen(keyset);

        byte[] sealed = sealer.seal(SECRET, "acme/sub_1");

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("hush");
        assertThat(sealer.open(sealed, "acme/sub_1")).isEqualTo(SECRET);
        assertThat(sealer.seal(SECRET, "acme/sub_1")).isNotEqualTo(sealed);
    }

    @Test
    void itDoesNotOpenForAnotherOwner() {
        SecretSealer sealer = SecretSealer.createOrOpen(keyset);
        byte[] sealed = sealer.seal(SECRET, "acme/sub_1");

        assertThatThrownBy(() -> sealer.open(sealed, "acme/sub_2"))
                .isInstanceOf(SealException.class)
                .hasMessageNotContaining("hush");
    }

    @Test
    void changedBytesDoNotOpen() {
        SecretSealer sealer = SecretSealer.createOrOpen(keyset);
        byte[] sealed = sealer.seal(SECRET, "a");
        sealed[sealed.length - 1] ^= 1;

        assertThatThrownBy(() -> sealer.open(sealed, "a")).isInstanceOf(SealException.class);
        assertThatThrownBy(() -> sealer.open(new byte[0], "a")).isInstanceOf(SealException.class);
    }

    @Test
    void theFileIsForItsOwnerAloneAndLeavesNoDraft() throws IOException {
        SecretSealer.createOrOpen(keyset);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyset)))
                .isEqualTo("rw-------");
        assertThat(keyset.resolveSibling("")).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void theKeysSurviveARestart() {
        byte[] sealed = SecretSealer.createOrOpen(keyset).seal(SECRET, "a");

        assertThat(SecretSealer.createOrOpen(keyset).open(sealed, "a")).isEqualTo(SECRET);
        assertThat(SecretSealer.fromFile(keyset).open(sealed, "a")).isEqualTo(SECRET);
    }

    @Test
    void manyThatStartAtOnceShareOneKeySet() {
        var sealers = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> SecretSealer.createOrOpen(keyset))
                .toList();
        byte[] sealed = sealers.get(0).seal(SECRET, "a");

        assertThat(sealers)
                .allSatisfy(sealer -> assertThat(sealer.open(sealed, "a")).isEqualTo(SECRET));
    }

    @Test
    void anotherKeySetDoesNotOpenIt() {
        byte[] sealed = SecretSealer.createOrOpen(keyset).seal(SECRET, "a");
        SecretSealer other = SecretSealer.createOrOpen(folder.resolve("other.json"));

        assertThatThrownBy(() -> other.open(sealed, "a")).isInstanceOf(SealException.class);
    }

    @Test
    void aMissingOrBrokenFileIsNamed() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"hush\":");

        assertThatThrownBy(() -> SecretSealer.fromFile(keyset))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("keys.json");
        assertThatThrownBy(() -> SecretSealer.fromFile(broken))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("broken.json");
        assertThat(broken).hasContent("{\"hush\":");
    }

    @Test
    void itsTextSaysNothing() {
        assertThat(SecretSealer.createOrOpen(keyset)).hasToString("SecretSealer");
    }
}
