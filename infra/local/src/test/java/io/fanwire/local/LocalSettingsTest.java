package io.fanwire.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanwire.runtime.SettingsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Local mode's defaults, and who wins over them. */
final class LocalSettingsTest {
    private static final Map<String, String> WIRING = Map.of(
            "gateway.bootstrap.key", "fw_0123456789_abcdef", "secrets.keyset.file", "/k", "kafka.bootstrap", "here:1");

    @Test
    void localDefaultsSuitOneMachine() {
        LocalSettings local = LocalSettings.load(Map.of(), List.of());

        assertThat(local.topics().deliveryPartitions()).isEqualTo(6);
        assertThat(local.topics().replication()).isEqualTo((short) 1);
        assertThat(local.loopbackAllowed()).isTrue();
        assertThat(local.of(Role.DISPATCHER, WIRING).flag("callbacks.allow.http"))
                .isTrue();
        assertThat(local.data()).isEqualTo(Path.of(".fanwire/data"));
    }

    @Test
    void withoutLoopbackTheGuardIsAsInProduction() {
        LocalSettings local = LocalSettings.load(Map.of("FANWIRE_CALLBACKS_ALLOW_LOOPBACK", "false"), List.of());

        assertThat(local.of(Role.GATEWAY, WIRING).flag("callbacks.allow.loopback"))
                .isFalse();
        assertThat(local.of(Role.GATEWAY, WIRING).flag("callbacks.allow.http")).isFalse();
    }

    @Test
    void theEnvironmentWinsOverDefaultsAndAssignmentsOverBoth() {
        Map<String, String> environment =
                Map.of("FANWIRE_KAFKA_PORT", "1234", "FANWIRE_OPS_PORT", "0", "FANWIRE_GATEWAY_PORT", "81");
        LocalSettings local = LocalSettings.load(environment, List.of("kafka.port=5678", "gateway.port=82"));

        assertThat(local.kafkaPort()).isEqualTo(5678);
        assertThat(local.opsPort()).isZero();
        assertThat(local.of(Role.GATEWAY, WIRING).number("gateway.port")).isEqualTo(82);
    }

    @Test
    void onlyThisProcessKnowsWhereItsBrokerIs() {
        LocalSettings local = LocalSettings.load(Map.of(), List.of("kafka.bootstrap=elsewhere:9092"));

        assertThat(local.of(Role.ROUTER, WIRING).text("kafka.bootstrap")).isEqualTo("here:1");
    }

    @Test
    void aMisspeltSettingIsAnErrorThatNamesTheNearestOne() {
        assertThatThrownBy(() -> LocalSettings.load(Map.of("FANWIRE_GATEWAY_PROT", "1"), List.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("FANWIRE_GATEWAY_PORT");
        assertThatThrownBy(() -> LocalSettings.load(Map.of(), List.of("router.thread=1")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("router.threads");
    }

    @Test
    void variablesOfTheLauncherAndOfOtherRolesAreNoErrors() {
        Map<String, String> environment =
                Map.of("FANWIRE_JAVA_OPTS", "-Xmx1g", "FANWIRE_KEY", "fw_x", "FANWIRE_LOG_LEVEL", "INFO");

        assertThat(LocalSettings.load(environment, List.of()).kafkaPort()).isEqualTo(19092);
    }
}
