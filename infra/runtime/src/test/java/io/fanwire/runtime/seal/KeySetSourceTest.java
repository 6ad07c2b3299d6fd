package io.fanwire.runtime.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanwire.runtime.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the key set comes from, and what it is wrapped with. */
class KeySetSourceTest {
    private static final byte[] SECRET = "whsec_hush".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private static KeySetSource source(Map<String, String> values) {
        return KeySetSource.of(Settings.of(KeySetSource.define(new ConfigDef()), values));
    }

    private Map<String, String> file(String... more) {
        Map<String, String> values = new HashMap<>(
                Map.of("secrets.keyset.file", folder.resolve("keys.json").toString()));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return values;
    }

    private static String key(int fill) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) fill;
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void theEnvironmentMayHoldTheKeySet() throws IOException {
        byte[] sealed = SecretSealer.createOrOpen(source(file())).seal(SECRET, "a");
        String text = Files.readString(folder.resolve("keys.json"));
        Settings settings = Settings.load(
                KeySetSource.define(new ConfigDef()),
                Optional.empty(),
                Map.of("FANWIRE_SECRETS_KEYSET", text),
                List.of());

        assertThat(SecretSealer.createOrOpen(KeySetSource.of(settings)).open(sealed, "a"))
                .isEqualTo(SECRET);
        assertThatThrownBy(() -> new KeyRotation(KeySetSource.of(settings)).rotate())
                .hasMessageContaining("only one in a file");
    }

    @Test
    void oneSourceIsNamedAndNotTwo() {
        assertThatThrownBy(() -> source(Map.of())).hasMessageContaining("set either");
        assertThatThrownBy(() -> source(file("secrets.keyset", "{}"))).hasMessageContaining("not both");
    }

    @Test
    void aWrappedKeySetOpensNothingWithoutItsOuterKey() throws IOException {
        Map<String, String> wrapped = file("secrets.kms", "local", "kms.key", key(1));
        byte[] sealed = SecretSealer.createOrOpen(source(wrapped)).seal(SECRET, "a");

        assertThat(Files.readString(folder.resolve("keys.json")))
                .contains("encryptedKeyset")
                .doesNotContain("\"value\"");
        assertThat(SecretSealer.open(source(wrapped)).open(sealed, "a")).isEqualTo(SECRET);
        assertThatThrownBy(() -> SecretSealer.open(source(file())))
                .hasMessageContaining("secrets.kms does not say with what");
        assertThatThrownBy(() -> SecretSealer.open(source(file("secrets.kms", "local", "kms.key", key(2)))))
                .hasMessageContaining("not usable");
    }

    @Test
    void anotherOuterKeyIsPutInPlaceAndNothingIsSealedAnew() throws IOException {
        byte[] sealed = SecretSealer.createOrOpen(source(file())).seal(SECRET, "a");
        Path outer = Files.writeString(folder.resolve("outer"), key(1) + "\n");
        Map<String, String> first = file("secrets.kms", "local", "kms.key.file", outer.toString());
        assertThatThrownBy(() -> SecretSealer.open(source(first))).hasMessageContaining("fanwire secrets rewrap");

        new KeyRotation(source(first)).rewrap();
        Files.writeString(outer, key(2) + "\n" + key(1) + "\n");
        new KeyRotation(source(first)).rewrap();
        Files.writeString(outer, key(2) + "\n");

        assertThat(SecretSealer.open(source(first)).open(sealed, "a")).isEqualTo(SECRET);
    }

    @Test
    void outerKeysThatAreNoneAreRefusedAndNotShown() {
        assertThatThrownBy(() -> source(file("secrets.kms", "local")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kms.key");
        assertThatThrownBy(() -> source(file("secrets.kms", "local", "kms.key", "hush")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hush");
    }

    @Test
    void aKeyManagementServiceIsPluggedInByItsName() throws IOException {
        Map<String, String> wrapped = file("secrets.kms", Backwards.class.getName(), "kms.region", "north");

        byte[] sealed = SecretSealer.createOrOpen(source(wrapped)).seal(SECRET, "a");

        assertThat(SecretSealer.open(source(wrapped)).open(sealed, "a")).isEqualTo(SECRET);
        assertThat(Files.readString(folder.resolve("keys.json"))).contains("encryptedKeyset");
        assertThat(new KeyRotation(source(wrapped)).rotate()).hasSize(2);
        assertThatThrownBy(() -> source(file("secrets.kms", Backwards.class.getName())))
                .hasMessageContaining("kms.region");
        assertThatThrownBy(() -> source(file("secrets.kms", "com.example.NoSuchClass")))
                .hasMessageContaining("com.example.NoSuchClass");
        assertThatThrownBy(() -> source(file("secrets.kms", "java.lang.String")))
                .hasMessageContaining("implements KeyEncryption");
    }

    /** What a plug-in has to be; its cipher is none. */
    public static final class Backwards implements KeyEncryption {
        @Override
        public void configure(Map<String, String> settings) {
            if (!settings.containsKey("region")) {
                throw new IllegalArgumentException("kms.region is missing");
            }
        }

        @Override
        public byte[] wrap(byte[] keySet, byte[] boundTo) {
            byte[] turned = new byte[keySet.length];
            for (int i = 0; i < turned.length; i++) {
                turned[i] = (byte) (keySet[turned.length - 1 - i] ^ boundTo[0]);
            }
            return turned;
        }

        @Override
        public byte[] unwrap(byte[] wrapped, byte[] boundTo) throws GeneralSecurityException {
            if (wrapped.length == 0) {
                throw new GeneralSecurityException("nothing is wrapped");
            }
            return wrap(wrapped, boundTo);
        }
    }
}
