package io.fanwire.runtime.seal;

import io.fanwire.runtime.Settings;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Where the key set is: a file, or a setting, which the environment may give; wrapped by a {@link KeyEncryption} or not. Any thread
 * may use it.
 */
public final class KeySetSource {
    public static final String FILE = "secrets.keyset.file";
    public static final String TEXT = "secrets.keyset";
    public static final String KMS = "secrets.kms";
    private static final String KMS_SETTINGS = "kms.";
    private static final String LOCAL = "local";

    private final Optional<KeySetFile> file;
    private final String text;
    private final Optional<KeyEncryption> outer;

    private KeySetSource(Optional<KeySetFile> file, String text, Optional<KeyEncryption> outer) {
        this.file = file;
        this.text = text;
        this.outer = outer;
    }

    /** The settings that say where the key set is. */
    public static ConfigDef define(ConfigDef def) {
        return def.define(
                        FILE,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.HIGH,
                        "File of the key set that secrets of subscriptions are sealed with, the same for gateways and"
                                + " dispatchers; a gateway makes it when there is none. Either this or secrets.keyset is set.")
                .define(
                        TEXT,
                        ConfigDef.Type.PASSWORD,
                        "",
                        ConfigDef.Importance.MEDIUM,
                        "The key set itself instead of a file, for what an environment variable is filled with.")
                .define(
                        KMS,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.MEDIUM,
                        "What the key set is wrapped with: empty for nothing, local for a key in kms.key or kms.key.file, or"
                                + " the name of a class that implements KeyEncryption; what is set under kms. goes to it.");
    }

    public static KeySetSource of(Settings settings) {
        String file = settings.optionalText(FILE).orElse("");
        String text = settings.optionalText(TEXT).orElse("");
        if (file.isEmpty() == text.isEmpty()) {
            throw new IllegalArgumentException("set either " + FILE + " or " + TEXT
                    + (file.isEmpty() ? ": no secret can be sealed or opened without a key set" : ", not both"));
        }
        Map<String, String> kms = new TreeMap<>();
        settings.prefixed(KMS_SETTINGS).forEach((name, value) -> kms.put(name, String.valueOf(value)));
        Optional<KeyEncryption> outer = settings.optionalText(KMS).map(KeySetSource::plugIn);
        outer.ifPresent(encryption -> encryption.configure(kms));
        Optional<KeySetFile> there = file.isEmpty() ? Optional.empty() : Optional.of(new KeySetFile(Path.of(file)));
        return new KeySetSource(there, text, outer);
    }

    /** A file that lies open. */
    public static KeySetSource ofFile(Path file) {
        return new KeySetSource(Optional.of(new KeySetFile(file)), "", Optional.empty());
    }

    private static KeyEncryption plugIn(String name) {
        if (name.equals(LOCAL)) {
            return new LocalKeyEncryption();
        }
        try {
            return Class.forName(name)
                    .asSubclass(KeyEncryption.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(
                    KMS + " is " + name
                            + ": no public class of that name on the class path implements KeyEncryption and has a"
                            + " public constructor without parameters",
                    e);
        }
    }

    KeySet read() {
        return parse(file.map(KeySetFile::read).orElse(text));
    }

    /** Changes with the key set. */
    String stamp() {
        return file.map(KeySetFile::stamp).orElse("");
    }

    /** Makes the file, unless it is there or a setting holds the key set. */
    void createIfMissing() {
        file.filter(missing -> !missing.exists()).ifPresent(missing -> missing.create(() -> write(KeySet.generate())));
    }

    /** Changes the key set in its file; answers what is there then. */
    KeySet change(UnaryOperator<KeySet> change) {
        changeText(there -> write(change.apply(parse(there))));
        return read();
    }

    /** Wraps it anew with the first of the keys outside; one that lies open is wrapped for the first time. */
    KeySet rewrap() {
        if (outer.isEmpty()) {
            throw new IllegalStateException("there is nothing to wrap " + this + " with: set " + KMS);
        }
        changeText(there -> write(KeySet.open(there) ? parse(there, Optional.empty()) : parse(there)));
        return read();
    }

    @Override
    public String toString() {
        return file.map(there -> "key set " + there).orElse("key set of setting " + TEXT);
    }

    private void changeText(UnaryOperator<String> change) {
        file.orElseThrow(() -> new IllegalStateException(
                        "the key set is in the setting " + TEXT + ": only one in a file can be changed here"))
                .change(change);
    }

    private String write(KeySet keys) {
        try {
            return keys.text(outer);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(this + " could not be wrapped", e);
        }
    }

    private KeySet parse(String there) {
        boolean open = KeySet.open(there);
        if (open && outer.isPresent()) {
            throw new IllegalStateException(this + " is not usable: it lies open though " + KMS
                    + " is set; wrap it with fanwire secrets rewrap");
        }
        if (!open && outer.isEmpty()) {
            throw new IllegalStateException(
                    this + " is not usable: it is wrapped, and " + KMS + " does not say with what");
        }
        return parse(there, outer);
    }

    private KeySet parse(String there, Optional<KeyEncryption> with) {
        try {
            return KeySet.parse(there, with);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalStateException(this + " is not usable", e);
        }
    }
}
