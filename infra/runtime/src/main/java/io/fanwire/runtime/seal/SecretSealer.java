package io.fanwire.runtime.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/**
 * Seals secrets with AES-256-GCM (Tink) under a key set in a file, each bound to the text that names its owner: a sealed
 * secret that was moved to another owner does not open. Any thread may use it.
 */
public final class SecretSealer {
    private final Aead aead;

    private SecretSealer(Aead aead) {
        this.aead = aead;
    }

    /**
     * Opens a key set in Tink's JSON format.
     *
     * @throws UncheckedIOException when the file cannot be read
     * @throws IllegalStateException when it holds no key set
     */
    public static SecretSealer fromFile(Path keyset) {
        try {
            return new SecretSealer(aead(Files.readString(keyset)));
        } catch (IOException e) {
            throw new UncheckedIOException("key set " + keyset + " cannot be read", e);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalStateException("key set " + keyset + " is not usable", e);
        }
    }

    /**
     * Opens the key set, or makes one that only its owner can read. The file appears whole or not at all; of several
     * processes that start at once one makes it and all use it.
     */
    public static SecretSealer createOrOpen(Path keyset) {
        if (!Files.exists(keyset)) {
            create(keyset.toAbsolutePath());
        }
        return fromFile(keyset);
    }

    /** Seals {@code secret}; it opens only with the same {@code boundTo}. */
    public byte[] seal(byte[] secret, String boundTo) {
        try {
            return aead.encrypt(secret, bytes(boundTo));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret could not be sealed", e);
        }
    }

    /** Opens what {@link #seal} made; throws {@link SealException} when it does not open. */
    public byte[] open(byte[] sealed, String boundTo) {
        try {
            return aead.decrypt(sealed, bytes(boundTo));
        } catch (GeneralSecurityException e) {
            throw new SealException("a sealed secret does not open with this key set and owner", e);
        }
    }

    @Override
    public String toString() {
        return "SecretSealer";
    }

    private static Aead aead(String json) throws GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.parseKeyset(json, AeadConfig2026.get(), InsecureSecretKeyAccess.get())
                .getPrimitive(AeadConfig2026.get(), Aead.class);
    }

    private static String newKeyset() {
        try {
            KeysetHandle keys = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
            return TinkJsonProtoKeysetFormat.serializeKeyset(keys, AeadConfig2026.get(), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key set could be made", e);
        }
    }

    /** A link to a finished file is the one step that neither shows half a file nor replaces one that is there. */
    private static void create(Path keyset) {
        Path folder = keyset.resolveSibling("");
        try {
            Files.createDirectories(folder);
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Path draft = Files.createTempFile(folder, ".keyset", ".tmp", ownerOnly);
            try {
                writeDurably(draft, newKeyset());
                Files.createLink(keyset, draft);
            } finally {
                Files.delete(draft);
            }
            try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
                entries.force(true);
            }
        } catch (FileAlreadyExistsException e) {
            // Another process was first: its key set is the one to use.
        } catch (IOException e) {
            throw new UncheckedIOException("key set " + keyset + " cannot be made", e);
        }
    }

    private static void writeDurably(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer content = ByteBuffer.wrap(bytes(text));
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
