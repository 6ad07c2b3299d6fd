package io.fanwire.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.junit.jupiter.api.Test;

/** The printed reference page of settings. */
class SettingsPageTest {
    @Test
    void everySettingIsALineWithAllThatAUserNeeds() {
        ConfigDef def = new ConfigDef()
                .define(
                        "gateway.port",
                        ConfigDef.Type.INT,
                        8080,
                        Range.between(0, 65_535),
                        Importance.HIGH,
                        "Where it listens.")
                .define("a.key", ConfigDef.Type.PASSWORD, "hush", Importance.LOW, "A secret.")
                .define(
                        "a.mode",
                        ConfigDef.Type.STRING,
                        "on",
                        ValidString.in("on", "off"),
                        Importance.LOW,
                        "On | <off>.")
                .define("a.wait", ConfigDef.Type.STRING, "5s", DurationText.VALIDATOR, Importance.LOW, "How long.")
                .define(
                        "a.window",
                        ConfigDef.Type.STRING,
                        "5m",
                        DurationText.between(Duration.ofSeconds(1), Duration.ofHours(1)),
                        Importance.LOW,
                        "How wide.")
                .define("a.topic", ConfigDef.Type.STRING, Importance.HIGH, "Which.")
                .define("b.dir", ConfigDef.Type.STRING, null, Importance.LOW, "The folder.")
                .defineInternal("b.hidden", ConfigDef.Type.STRING, "", Importance.LOW);

        assertThat(SettingsPage.markdown(def))
                .isEqualTo(
                        """
                | setting | type | default | range | meaning | environment |
                |---|---|---|---|---|---|
                | `a.key` | password | | | A secret. | `FANWIRE_A_KEY` |
                | `a.mode` | string | `on` | [on, off] | On \\| &lt;off>. | `FANWIRE_A_MODE` |
                | `a.topic` | string | required | | Which. | `FANWIRE_A_TOPIC` |
                | `a.wait` | duration | `5s` | | How long. | `FANWIRE_A_WAIT` |
                | `a.window` | duration | `5m` | [1s,...,1h] | How wide. | `FANWIRE_A_WINDOW` |
                | `b.dir` | string | | | The folder. | `FANWIRE_B_DIR` |
                | `gateway.port` | int | `8080` | [0,...,65535] | Where it listens. | `FANWIRE_GATEWAY_PORT` |
                """);
    }
}
