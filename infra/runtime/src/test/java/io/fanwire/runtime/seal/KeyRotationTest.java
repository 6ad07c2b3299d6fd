package io.fanwire.runtime.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key set that changes while it is in use. */
class KeyRotationTest {
    private static final byte[] SECRET = "whsec_hush".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private Path keyset;
    private SecretSealer sealer;
    private KeyRotation rotation;

    @BeforeEach
    void make() {
        keyset = folder.resolve("keys.json");
        sealer = SecretSealer.createOrOpen(keyset);
        rotation = new KeyRotation(KeySetSource.ofFile(keyset));
    }

    private static List<KeyInfo.Use> uses(List<KeyInfo> keys) {
        return keys.stream().map(KeyInfo::use).toList();
    }

    @Test
    void whoSealsNoticesANewKeyAndWhatWasSealedBeforeStillOpens() {
        byte[] before = sealer.seal(SECRET, "a");
        SecretSealer another = SecretSealer.fromFile(keyset);

        List<KeyInfo> keys = rotation.rotate();
        byte[] after = sealer.seal(SECRET, "a");

        assertThat(uses(keys)).containsExactly(KeyInfo.Use.OLD, KeyInfo.Use.PRIMARY);
        assertThat(SecretSealer.keyOf(after))
                .isEqualTo(OptionalInt.of(keys.get(1).id()));
        assertThat(sealer.sealedByPrimary(after)).isTrue();
        assertThat(sealer.sealedByPrimary(before)).isFalse();
        assertThat(sealer.open(before, "a")).isEqualTo(SECRET);
        assertThat(another.open(after, "a"))
                .as("one that knew the old key only reads the file again")
                .isEqualTo(SECRET);
    }

    @Test
    void aStagedKeyIsKnownBeforeItSeals() {
        List<KeyInfo> staged = rotation.stage();
        byte[] meanwhile = sealer.seal(SECRET, "a");
        List<KeyInfo> rotated = rotation.rotate();

        assertThat(uses(staged)).containsExactly(KeyInfo.Use.PRIMARY, KeyInfo.Use.STAGED);
        assertThat(SecretSealer.keyOf(meanwhile))
                .isEqualTo(OptionalInt.of(staged.get(0).id()));
        assertThat(uses(rotated)).containsExactly(KeyInfo.Use.OLD, KeyInfo.Use.PRIMARY);
        assertThat(rotated.get(1).id()).isEqualTo(staged.get(1).id());
    }

    @Test
    void onceItsKeyIsGoneNothingOpens() {
        byte[] before = sealer.seal(SECRET, "a");
        rotation.rotate();
        byte[] after = sealer.seal(SECRET, "a");

        List<KeyInfo> left = rotation.prune();

        SecretSealer later = SecretSealer.fromFile(keyset);
        assertThat(uses(left)).containsExactly(KeyInfo.Use.PRIMARY);
        assertThat(later.open(after, "a")).isEqualTo(SECRET);
        assertThatThrownBy(() -> later.open(before, "a")).isInstanceOf(SealException.class);
    }

    @Test
    void manyRotationsAtOnceLoseNoKey() {
        IntStream.range(0, 8).parallel().forEach(i -> rotation.rotate());

        assertThat(rotation.keys()).hasSize(9);
        assertThat(uses(rotation.keys()).get(8)).isEqualTo(KeyInfo.Use.PRIMARY);
    }

    @Test
    void theFileStaysForItsOwnerAloneAndLeavesNoDraft() throws IOException {
        rotation.rotate();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyset)))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void aFileThatIsSpoiledLeavesTheLastGoodKeysInForce() throws IOException {
        byte[] before = sealer.seal(SECRET, "a");
        Files.writeString(keyset, "spoiled");

        assertThat(sealer.open(sealer.seal(SECRET, "b"), "b")).isEqualTo(SECRET);
        assertThat(sealer.open(before, "a")).isEqualTo(SECRET);
    }

    @Test
    void whatIsNoCiphertextNamesNoKey() {
        assertThat(SecretSealer.keyOf(new byte[0])).isEmpty();
        assertThat(SecretSealer.keyOf("rubbish".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(sealer.sealedByPrimary(new byte[40])).isFalse();
    }

    @Test
    void aKeySetShowsNoKey() throws IOException {
        String shown = KeySetSource.ofFile(keyset).read().toString();

        assertThat(shown).startsWith("key set [KeyInfo[id=");
        assertThat(Files.readString(keyset)).contains("\"value\"");
        assertThat(shown).doesNotContain("value");
    }
}
