package io.fanwire.local.docs;

import io.fanwire.local.KnownSettings;
import io.fanwire.local.LocalMode;
import io.fanwire.local.Role;
import io.fanwire.runtime.SettingsPage;

/** Prints the reference of all settings: a section for each role, and one for local mode. */
final class ConfigurationPage {
    private static final String INTRO =
            """
            # Configuration

            Printed from the code; a test keeps the two equal. Defaults are overridden by the properties file
            (`fanwire run ROLE --config FILE`), that by the environment, that by `--set name=value`; an unknown name is an
            error that names the nearest known one. Durations are a number and a unit: `250ms`, `5s`, `1m`, `2h`, `1d`.

            Names that start with `producer.`, `consumer.` or `admin.` go to the Kafka clients of that kind as they are,
            `streams.` to Kafka Streams and `kafka.` to every client: `kafka.security.protocol=SASL_SSL`. `kms.` goes to what wraps
            the key set of secrets, see [secrets](secrets.md).
            """;
    private static final String LOCAL =
            """

            ## Local mode

            `fanwire up` and `fanwire demo` run every role in one process and take the settings of all of them, and these:

            """;
    private static final String LOCAL_DEFAULTS =
            """

            Some defaults of the roles are for a cluster; local mode has others:

            | setting | in local mode |
            |---|---|
            """;
    private static final String LOCAL_WIRED =
            """

            `kafka.bootstrap`, `registry.url`, `gateway.bootstrap.key`, `secrets.keyset.file`, `router.state.dir` and
            `dispatcher.state.dir` are set by local mode itself: they lead to the broker, the registry and the data folder of the
            same process.
            """;

    private ConfigurationPage() {}

    static String print() {
        StringBuilder page = new StringBuilder(INTRO);
        for (Role role : Role.values()) {
            page.append("\n## ")
                    .append(Headings.of(role))
                    .append("\n\n`fanwire run ")
                    .append(role)
                    .append("`\n\n");
            page.append(SettingsPage.markdown(KnownSettings.ops(role.config(), role.opsPort())));
        }
        page.append(LOCAL).append(SettingsPage.markdown(LocalMode.settings()));
        page.append(LOCAL_DEFAULTS);
        LocalMode.defaults().forEach((name, value) -> page.append("| `%s` | `%s` |\n".formatted(name, value)));
        return page.append(LOCAL_WIRED).toString();
    }
}
