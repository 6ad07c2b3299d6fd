package io.fanwire.runtime.seal;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Wraps the key set with AES-256-GCM keys that the operator gives: {@code kms.key} (or {@code FANWIRE_KMS_KEY}), or the file {@code
 * kms.key.file}. Each is the Base64 of 32 bytes; the first wraps, those after it still open.
 */
public final class LocalKeyEncryption implements KeyEncryption {
    private static final int BYTES = 32;

    private List<Aead> keys = List.of();

    /** To be configured. */
    public LocalKeyEncryption() {
        // the plug-in point wants one
    }

    @Override
    public void configure(Map<String, String> settings) {
        String key = settings.getOrDefault("key", "");
        String file = settings.getOrDefault("key.file", "");
        if (key.isEmpty() == file.isEmpty()) {
            throw new IllegalArgumentException("give kms.key or kms.key.file: the Base64 of 32 random bytes");
        }
        List<Aead> read = new ArrayList<>();
        for (String word : (key.isEmpty() ? content(file) : key).split("[\\s,]+", -1)) {
            if (!word.isEmpty()) {
                read.add(aead(word));
            }
        }
        if (read.isEmpty()) {
            throw new IllegalArgumentException("kms.key.file holds no key");
        }
        keys = List.copyOf(read);
    }

    @Override
    public byte[] wrap(byte[] keySet, byte[] boundTo) throws GeneralSecurityException {
        return keys.get(0).encrypt(keySet, boundTo);
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] boundTo) throws GeneralSecurityException {
        @Nullable GeneralSecurityException refused = null;
        for (Aead key : keys) {
            try {
                return key.decrypt(wrapped, boundTo);
            } catch (GeneralSecurityException another) {
                refused = another;
            }
        }
        throw refused == null ? new GeneralSecurityException("no key is configured") : refused;
    }

    @Override
    public String toString() {
        return "LocalKeyEncryption";
    }

    private static String content(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("kms.key.file " + file + " cannot be read", e);
        }
    }

    @AccessesPartialKey
    private static Aead aead(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            bytes = new byte[0];
        }
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a key in kms.key or kms.key.file is not the Base64 of 32 bytes");
        }
        try {
            AesGcmKey key = AesGcmKey.builder()
                    .setParameters(AesGcmParameters.builder()
                            .setKeySizeBytes(BYTES)
                            .setIvSizeBytes(12)
                            .setTagSizeBytes(16)
                            .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                            .build())
                    .setKeyBytes(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()))
                    .build();
            return KeysetHandle.newBuilder()
                    .setConfiguration(AeadConfig2026.get())
                    .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
                    .build()
                    .getPrimitive(AeadConfig2026.get(), Aead.class);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("32 bytes are an AES key", impossible);
        }
    }
}
