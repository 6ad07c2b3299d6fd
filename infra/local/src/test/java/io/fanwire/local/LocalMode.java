package io.fanwire.local;

import io.fanwire.runtime.Settings;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;

/** What the documentation says about local mode, found out from local mode itself. */
public final class LocalMode {
    private LocalMode() {}

    /** The settings that only local mode has. */
    public static ConfigDef settings() {
        return KnownSettings.local();
    }

    /** Settings of the roles that have another value in local mode when nobody says anything. */
    public static SortedMap<String, String> defaults() {
        SortedMap<String, String> different = new TreeMap<>();
        LocalSettings local = LocalSettings.load(Map.of(), List.of());
        for (Role role : Role.values()) {
            Settings settings = local.of(role, Map.of());
            role.config().configKeys().values().stream()
                    .filter(key -> key.hasDefault() && key.type != Type.LIST)
                    .filter(key -> !value(settings, key).equals(usual(key)))
                    .forEach(key -> different.put(key.name, value(settings, key)));
        }
        return different;
    }

    private static String value(Settings settings, ConfigKey key) {
        return settings.optionalText(key.name).orElse("");
    }

    private static String usual(ConfigKey key) {
        return key.defaultValue == null ? "" : ConfigDef.convertToString(key.defaultValue, key.type);
    }
}
