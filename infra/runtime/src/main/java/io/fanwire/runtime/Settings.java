package io.fanwire.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;

/**
 * A service's settings: defaults &lt; properties file &lt; environment &lt; {@code --set}; an unknown name is an error naming
 * the nearest known one.
 *
 * <p>Names that start with one of {@link #PASS_THROUGH} need no definition: they go to a Kafka client, or to what wraps the key set, as
 * they are. Immutable.
 */
public final class Settings {
    /** Prefixes of names that are handed on as they are, see {@link #prefixed}. */
    public static final List<String> PASS_THROUGH =
            List.of("producer.", "consumer.", "admin.", "streams.", "kafka.", "kms.");

    private final Set<String> names;
    private final SortedMap<String, Object> values;

    Settings(Set<String> names, Map<String, Object> values) {
        this.names = Set.copyOf(names);
        this.values = new TreeMap<>(values);
    }

    /** Settings from values alone, checked as {@link #load} does. */
    public static Settings of(ConfigDef def, Map<String, String> values) {
        SettingsReader reader = new SettingsReader(def);
        values.forEach((name, value) -> reader.assign(name, value, "given value"));
        return reader.settings();
    }

    /** As the five-argument form, with no environment variable ignored. */
    public static Settings load(
            ConfigDef def, Optional<Path> file, Map<String, String> environment, List<String> assignments) {
        return load(def, file, environment, assignments, Set.of());
    }

    /**
     * Reads every source, the later one wins.
     *
     * @param environment only names that start with {@code FANWIRE_} are looked at; {@code FANWIRE_GATEWAY_PORT} is {@code
     *     gateway.port}
     * @param assignments {@code name=value}, as given to {@code --set}
     * @param ignoredEnvironment variables that start with {@code FANWIRE_} and are no settings
     * @throws SettingsException with everything that is wrong
     */
    public static Settings load(
            ConfigDef def,
            Optional<Path> file,
            Map<String, String> environment,
            List<String> assignments,
            Set<String> ignoredEnvironment) {
        SettingsReader reader = new SettingsReader(def);
        file.ifPresent(reader::file);
        reader.environment(environment, ignoredEnvironment);
        assignments.forEach(reader::assignment);
        return reader.settings();
    }

    /** The environment variable that sets {@code name}. */
    public static String environmentName(String name) {
        return SettingsReader.environmentName(name);
    }

    public String text(String name) {
        return optional(name).map(Settings::asText).orElseThrow(() -> notSet(name));
    }

    /** Empty when nothing is set, or the empty text. */
    public Optional<String> optionalText(String name) {
        return optional(name).map(Settings::asText).filter(text -> !text.isEmpty());
    }

    public int number(String name) {
        return Math.toIntExact(longNumber(name));
    }

    public long longNumber(String name) {
        return value(name, Number.class).longValue();
    }

    public boolean flag(String name) {
        return value(name, Boolean.class);
    }

    /** A setting whose validator is {@link DurationText#VALIDATOR} or {@link DurationText#between}. */
    public Duration duration(String name) {
        return DurationText.parse(text(name));
    }

    public List<String> list(String name) {
        List<?> items = value(name, List.class);
        return items.stream().map(String::valueOf).toList();
    }

    /** Everything that is set under {@code prefix}, without it: what a Kafka client is given. */
    public Map<String, Object> prefixed(String prefix) {
        Map<String, Object> found = new TreeMap<>();
        values.tailMap(prefix).forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        return found;
    }

    private Optional<Object> optional(String name) {
        if (!names.contains(name)) {
            throw new IllegalArgumentException("no setting is named " + name);
        }
        return Optional.ofNullable(values.get(name));
    }

    private <T> T value(String name, Class<T> type) {
        return optional(name).map(type::cast).orElseThrow(() -> notSet(name));
    }

    private static String asText(Object value) {
        return value instanceof Password password ? password.value() : value.toString();
    }

    private static IllegalStateException notSet(String name) {
        return new IllegalStateException("setting " + name + " has no value; read it with optionalText");
    }
}
