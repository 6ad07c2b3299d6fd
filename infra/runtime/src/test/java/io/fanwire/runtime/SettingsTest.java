package io.fanwire.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings: which source wins, what is refused, and how a person is told. */
class SettingsTest {
    private static final ConfigDef DEF = new ConfigDef()
            .define(
                    "gateway.port",
                    ConfigDef.Type.INT,
                    8080,
                    Range.between(0, 65_535),
                    Importance.HIGH,
                    "Where it listens.")
            .define("gateway.host", ConfigDef.Type.STRING, "127.0.0.1", Importance.HIGH, "The address.")
            .define("data.dir", ConfigDef.Type.STRING, null, Importance.LOW, "The folder.")
            .define("callbacks.allow.http", ConfigDef.Type.BOOLEAN, false, Importance.LOW, "Plain http.")
            .define(
                    "router.interval",
                    ConfigDef.Type.STRING,
                    "100ms",
                    DurationText.VALIDATOR,
                    Importance.LOW,
                    "How often.")
            .define("retry.delays", ConfigDef.Type.LIST, "5s,5m", Importance.LOW, "The delays.")
            .define("limit.bytes", ConfigDef.Type.LONG, 4_000_000_000L, Importance.LOW, "A size.")
            .define("kafka.port", ConfigDef.Type.INT, 9092, Importance.LOW, "The broker's port.")
            .define("bootstrap.key", ConfigDef.Type.PASSWORD, null, Importance.LOW, "A key.");

    @TempDir
    private Path folder;

    @Test
    void aLaterSourceWinsOverAnEarlierOne() throws IOException {
        Path file = Files.writeString(folder.resolve("f.properties"), "gateway.port=1\ngateway.host=a\ndata.dir=/f\n");
        Map<String, String> environment = Map.of("FANWIRE_GATEWAY_PORT", "2", "FANWIRE_GATEWAY_HOST", "b");

        Settings settings = Settings.load(DEF, Optional.of(file), environment, List.of("gateway.port=3"));

        assertThat(settings.number("gateway.port")).isEqualTo(3);
        assertThat(settings.text("gateway.host")).isEqualTo("b");
        assertThat(settings.text("data.dir")).isEqualTo("/f");
        assertThat(settings.flag("callbacks.allow.http")).isFalse();
    }

    @Test
    void everyTypeIsReadFromText() {
        Settings settings = Settings.of(
                DEF,
                Map.of(
                        "callbacks.allow.http", "true",
                        "router.interval", "PT5S",
                        "retry.delays", "1s, 2s",
                        "limit.bytes", "5000000000",
                        "bootstrap.key", "hush"));

        assertThat(settings.flag("callbacks.allow.http")).isTrue();
        assertThat(settings.duration("router.interval")).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.list("retry.delays")).containsExactly("1s", "2s");
        assertThat(settings.longNumber("limit.bytes")).isEqualTo(5_000_000_000L);
        assertThat(settings.text("bootstrap.key")).isEqualTo("hush");
    }

    @Test
    void defaultsHoldWhereNothingIsSet() {
        Settings settings = Settings.of(DEF, Map.of());

        assertThat(settings.duration("router.interval")).isEqualTo(Duration.ofMillis(100));
        assertThat(settings.list("retry.delays")).containsExactly("5s", "5m");
        assertThat(settings.optionalText("data.dir")).isEmpty();
        assertThat(settings.optionalText("gateway.host")).contains("127.0.0.1");
    }

    @Test
    void anEmptyTextIsNoOptionalText() {
        assertThat(Settings.of(DEF, Map.of("data.dir", "")).optionalText("data.dir"))
                .isEmpty();
    }

    @Test
    void aMisspeltNameInAFileNamesTheFileAndTheNearestName() throws IOException {
        Path file = Files.writeString(folder.resolve("f.properties"), "gateway.prot=1");

        assertThatThrownBy(() -> Settings.load(DEF, Optional.of(file), Map.of(), List.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessage("unknown setting gateway.prot (file " + file + "); the nearest known one is gateway.port");
    }

    @Test
    void aMisspeltVariableNamesTheNearestVariable() {
        assertThatThrownBy(() -> Settings.load(DEF, Optional.empty(), Map.of("FANWIRE_GATEWAY_PROT", "1"), List.of()))
                .hasMessage("unknown environment variable FANWIRE_GATEWAY_PROT; the nearest known one is"
                        + " FANWIRE_GATEWAY_PORT");
    }

    @Test
    void otherVariablesAndIgnoredOnesAreNotLookedAt() {
        Map<String, String> environment =
                Map.of("PATH", "/bin", "GATEWAY_PORT", "7", "FANWIRE_HOME", "/opt", "FANWIRE_LOG_LEVEL", "info");

        Settings settings = Settings.load(
                DEF, Optional.empty(), environment, List.of(), Set.of("FANWIRE_HOME", "FANWIRE_LOG_LEVEL"));

        assertThat(settings.number("gateway.port")).isEqualTo(8080);
    }

    @Test
    void everyProblemIsToldAtOnce() {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> Settings.load(
                        DEF,
                        Optional.of(folder.resolve("absent")),
                        Map.of("FANWIRE_GATEWAY_PORT", "many"),
                        List.of("=x", "nothing", "router.interval=soon")))
                .satisfies(e -> assertThat(e.problems())
                        .hasSize(5)
                        .anyMatch(problem -> problem.contains("absent does not exist"))
                        .anyMatch(problem -> problem.contains("gateway.port")
                                && problem.endsWith("(environment variable FANWIRE_GATEWAY_PORT)"))
                        .anyMatch(problem -> problem.equals("--set takes name=value, not =x"))
                        .anyMatch(problem -> problem.equals("--set takes name=value, not nothing"))
                        .anyMatch(problem -> problem.contains("'soon' is not a duration")));
    }

    @Test
    void aValueOutsideItsRangeIsRefused() {
        assertThatThrownBy(() -> Settings.of(DEF, Map.of("gateway.port", "65536")))
                .hasMessageContaining("gateway.port")
                .hasMessageContaining("65535")
                .hasMessageContaining("(given value)");
    }

    @Test
    void aRefusedSecretIsNotRepeated() {
        ConfigDef strict = new ConfigDef()
                .define(
                        "bootstrap.key",
                        ConfigDef.Type.PASSWORD,
                        null,
                        (name, value) -> {
                            if (value != null) {
                                throw new org.apache.kafka.common.config.ConfigException(name, "hush", "too short");
                            }
                        },
                        Importance.LOW,
                        "A key.");

        assertThatThrownBy(() -> Settings.of(strict, Map.of("bootstrap.key", "hush")))
                .hasMessageContaining("bootstrap.key")
                .hasMessageNotContaining("hush");
    }

    @Test
    void aSettingWithoutDefaultMustBeGiven() {
        ConfigDef required =
                new ConfigDef().define("kafka.bootstrap", ConfigDef.Type.STRING, Importance.HIGH, "Where.");

        assertThatThrownBy(() -> Settings.of(required, Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("FANWIRE_KAFKA_BOOTSTRAP");
    }

    @Test
    void clientSettingsPassThrough() {
        Settings settings = Settings.load(
                DEF,
                Optional.empty(),
                Map.of("FANWIRE_PRODUCER_LINGER_MS", "5", "FANWIRE_KAFKA_PORT", "9093"),
                List.of("producer.batch.size=1", "kafka.security.protocol=SSL"));

        assertThat(settings.prefixed("producer.")).isEqualTo(Map.of("linger.ms", "5", "batch.size", "1"));
        assertThat(settings.prefixed("kafka.")).isEqualTo(Map.of("port", 9093, "security.protocol", "SSL"));
        assertThat(settings.prefixed("consumer.")).isEmpty();
    }

    @Test
    void aPrefixAloneIsNoName() {
        assertThatThrownBy(() -> Settings.of(DEF, Map.of("producer.", "1"))).isInstanceOf(SettingsException.class);
    }

    @Test
    void readingWhatIsNotDefinedIsABug() {
        Settings settings = Settings.of(DEF, Map.of());

        assertThatThrownBy(() -> settings.text("gateway.prot")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.text("data.dir")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theDistanceOfNamesCountsEdits() {
        assertThat(NearestName.edits("", "abc")).isEqualTo(3);
        assertThat(NearestName.edits("kitten", "sitting")).isEqualTo(3);
        assertThat(NearestName.edits("same", "same")).isZero();
        assertThat(NearestName.of("b", List.of("c", "a"))).isEqualTo("a");
    }
}
