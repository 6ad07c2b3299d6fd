package io.fanwire.runtime;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Collects assignments from every source, then checks them against the definition. Owned by the thread that made it. */
final class SettingsReader {
    private static final String ENVIRONMENT_PREFIX = "FANWIRE_";

    private final ConfigDef def;
    private final Map<String, String> nameOfVariable = new HashMap<>();
    private final Map<String, Assigned> assigned = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private record Assigned(String value, String origin) {}

    SettingsReader(ConfigDef def) {
        this.def = def;
        def.names().forEach(name -> nameOfVariable.put(environmentName(name), name));
    }

    static String environmentName(String name) {
        return ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    void assign(String name, String value, String origin) {
        if (isKnown(name)) {
            assigned.put(name, new Assigned(value, origin));
        } else {
            problems.add("unknown setting " + name + " (" + origin + "); the nearest known one is "
                    + NearestName.of(name, def.names()));
        }
    }

    void assignment(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            problems.add("--set takes name=value, not " + text);
        } else {
            String name = text.substring(0, equals).strip();
            assign(name, text.substring(equals + 1), "--set");
        }
    }

    void file(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            problems.add("settings file " + file + " does not exist");
        } catch (IOException | IllegalArgumentException e) {
            problems.add("settings file " + file + " cannot be read: " + e.getMessage());
        }
        properties.stringPropertyNames().stream()
                .sorted()
                .forEach(name -> assign(name, properties.getProperty(name), "file " + file));
    }

    void environment(Map<String, String> environment, Set<String> ignored) {
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (variable.startsWith(ENVIRONMENT_PREFIX) && !ignored.contains(variable)) {
                variable(variable, value);
            }
        });
    }

    private void variable(String variable, String value) {
        String name = nameOfVariable.getOrDefault(variable, passThroughName(variable));
        if (isKnown(name)) {
            assign(name, value, "environment variable " + variable);
        } else {
            problems.add("unknown environment variable " + variable + "; the nearest known one is "
                    + NearestName.of(variable, nameOfVariable.keySet()));
        }
    }

    private static String passThroughName(String variable) {
        return variable.substring(ENVIRONMENT_PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '.');
    }

    private boolean isKnown(String name) {
        return def.names().contains(name)
                || Settings.PASS_THROUGH.stream()
                        .anyMatch(prefix -> name.startsWith(prefix) && name.length() > prefix.length());
    }

    Settings settings() {
        Map<String, Object> values = new HashMap<>();
        assigned.forEach((name, given) -> values.put(name, given.value()));
        def.configKeys().values().forEach(key -> read(key, values));
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return new Settings(def.names(), values);
    }

    private void read(ConfigDef.ConfigKey key, Map<String, Object> values) {
        Assigned given = assigned.get(key.name);
        if (given != null) {
            check(key, given, values);
        } else if (!key.hasDefault()) {
            problems.add("setting " + key.name + " has no default and is not set; give it in a file, as "
                    + environmentName(key.name) + " or with --set " + key.name + "=...");
        } else if (key.defaultValue != null) {
            values.put(key.name, key.defaultValue);
        }
    }

    private void check(ConfigDef.ConfigKey key, Assigned given, Map<String, Object> values) {
        try {
            Object value = ConfigDef.parseType(key.name, given.value(), key.type);
            if (key.validator != null) {
                key.validator.ensureValid(key.name, value);
            }
            values.put(key.name, value);
        } catch (ConfigException e) {
            String what = key.type == ConfigDef.Type.PASSWORD
                    ? "The value of " + key.name + " is not accepted"
                    : String.valueOf(e.getMessage()).lines().collect(joining(" "));
            problems.add(what + " (" + given.origin() + ")");
        }
    }
}
