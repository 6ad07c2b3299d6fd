package io.fanwire.runtime.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keys in the order in which they were added: old ones that only open, the primary that seals, and behind it those that are known to
 * every process and not in use yet. Immutable; shows no key.
 */
final class KeySet {
    private static final byte[] BOUND_TO = "fanwire key set".getBytes(StandardCharsets.US_ASCII);

    private final KeysetHandle handle;

    private KeySet(KeysetHandle handle) {
        this.handle = handle;
    }

    static KeySet generate() {
        try {
            return new KeySet(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key set could be made", e);
        }
    }

    /** Whether the text is a key set that lies open. */
    static boolean open(String text) {
        return !text.contains("\"encryptedKeyset\"");
    }

    /** Reads Tink's JSON format: one that lies open without {@code outer}, a wrapped one with it. */
    static KeySet parse(String text, Optional<KeyEncryption> outer) throws GeneralSecurityException {
        return new KeySet(
                outer.isPresent()
                        ? TinkJsonProtoKeysetFormat.parseEncryptedKeyset(
                                text, new Outer(outer.get()), BOUND_TO, AeadConfig2026.get())
                        : TinkJsonProtoKeysetFormat.parseKeyset(
                                text, AeadConfig2026.get(), InsecureSecretKeyAccess.get()));
    }

    String text(Optional<KeyEncryption> outer) throws GeneralSecurityException {
        return outer.isPresent()
                ? TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
                        handle, new Outer(outer.get()), BOUND_TO, AeadConfig2026.get())
                : TinkJsonProtoKeysetFormat.serializeKeyset(
                        handle, AeadConfig2026.get(), InsecureSecretKeyAccess.get());
    }

    Aead aead() throws GeneralSecurityException {
        return handle.getPrimitive(AeadConfig2026.get(), Aead.class);
    }

    int primary() {
        return handle.getPrimary().getId();
    }

    List<KeyInfo> keys() {
        List<KeyInfo> keys = new ArrayList<>();
        KeyInfo.Use use = KeyInfo.Use.OLD;
        for (int i = 0; i < handle.size(); i++) {
            KeysetHandle.Entry entry = handle.getAt(i);
            keys.add(new KeyInfo(entry.getId(), entry.isPrimary() ? KeyInfo.Use.PRIMARY : use));
            use = entry.isPrimary() ? KeyInfo.Use.STAGED : use;
        }
        return keys;
    }

    /** With one more key at the end, which is not in use yet. */
    KeySet staged() {
        return change(builder ->
                builder.addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId()));
    }

    /** The key after the primary seals from now on; one is made when there is none. */
    KeySet rotated() {
        List<KeyInfo> keys = keys();
        int last = keys.size() - 1;
        if (keys.get(last).use() == KeyInfo.Use.PRIMARY) {
            return staged().rotated();
        }
        return change(builder -> {
            int primary = 0;
            while (!builder.getAt(primary).isPrimary()) {
                primary++;
            }
            builder.getAt(primary + 1).makePrimary();
        });
    }

    /** Without the keys that only open. */
    KeySet pruned() {
        return change(builder -> {
            while (!builder.getAt(0).isPrimary()) {
                builder.deleteAt(0);
            }
        });
    }

    @Override
    public String toString() {
        return "key set " + keys();
    }

    /** A change of the keys; the builder keeps those that are not named, with their ids. */
    private interface Change {
        void to(KeysetHandle.Builder builder);
    }

    private KeySet change(Change change) {
        try {
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(handle).setConfiguration(AeadConfig2026.get());
            change.to(builder);
            for (int i = 0; i < builder.size(); i++) {
                builder.getAt(i).setStatus(KeyStatus.ENABLED);
            }
            return new KeySet(builder.build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key set could not be changed", e);
        }
    }

    /** A plug-in as Tink sees it. */
    private record Outer(KeyEncryption encryption) implements Aead {
        @Override
        public byte[] encrypt(byte[] plain, byte[] boundTo) throws GeneralSecurityException {
            return encryption.wrap(plain, boundTo);
        }

        @Override
        public byte[] decrypt(byte[] wrapped, byte[] boundTo) throws GeneralSecurityException {
            return encryption.unwrap(wrapped, boundTo);
        }
    }
}
