package io.fanwire.runtime;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;

/** Prints the reference page of a definition as markdown, so that the page in the documentation is the code's own. */
public final class SettingsPage {
    private SettingsPage() {}

    /** One table, a line a setting, in the order of the alphabet; settings that are internal are left out. */
    public static String markdown(ConfigDef def) {
        StringBuilder page = new StringBuilder(
                """
                | setting | type | default | range | meaning | environment |
                |---|---|---|---|---|---|
                """);
        sorted(def.configKeys().values()).forEach(key -> line(page, key));
        return page.toString();
    }

    private static List<ConfigDef.ConfigKey> sorted(Collection<ConfigDef.ConfigKey> keys) {
        return keys.stream()
                .filter(key -> !key.internalConfig)
                .sorted((a, b) -> a.name.compareTo(b.name))
                .toList();
    }

    private static void line(StringBuilder page, ConfigDef.ConfigKey key) {
        List<String> cells = List.of(
                code(key.name),
                type(key),
                defaultValue(key),
                key.validator == null ? "" : key.validator.toString(),
                key.documentation == null ? "" : key.documentation.replace("<", "&lt;"),
                code(Settings.environmentName(key.name)));
        cells.forEach(cell -> page.append("| ").append(escaped(cell)).append(cell.isEmpty() ? "" : " "));
        page.append("|\n");
    }

    private static String type(ConfigDef.ConfigKey key) {
        return DurationText.validates(key.validator)
                ? "duration"
                : key.type.name().toLowerCase(Locale.ROOT);
    }

    private static String defaultValue(ConfigDef.ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        if (key.defaultValue == null || key.type == ConfigDef.Type.PASSWORD) {
            return "";
        }
        String text = ConfigDef.convertToString(key.defaultValue, key.type);
        return text.isEmpty() ? "" : code(text);
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static String escaped(String cell) {
        return cell.replace("|", "\\|").replace("\n", " ");
    }
}
