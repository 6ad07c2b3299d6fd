package io.fanwire.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanwire.runtime.Settings;
import io.fanwire.runtime.SettingsException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator can say about callbacks' addresses. */
class EgressRulesTest {
    private static EgressRules rules(Map<String, String> values) {
        return EgressRules.from(Settings.of(EgressRules.define(new ConfigDef()), values));
    }

    @Test
    void nothingIsOpenUnlessItIsSaid() {
        assertThat(rules(Map.of())).isEqualTo(EgressRules.strict());
        assertThat(EgressRules.strict().warnings()).isEmpty();
    }

    @Test
    void everySettingIsRead() {
        EgressRules rules = rules(Map.of(
                "callbacks.allow.http", "true",
                "callbacks.allow.loopback", "true",
                "callbacks.allow.networks", "10.20.0.0/16, fd00::/8",
                "callbacks.self", "192.0.2.1:443,[2001:DB8::1]:8443",
                "callbacks.proxy", "Egress.internal:3128",
                "callbacks.dns.servers", "192.0.2.53,127.0.0.1:5353,[2001:db8::53]"));

        assertThat(rules.text()).isEqualTo(new HttpUrl.Policy(true, true));
        assertThat(rules.networks()).containsExactly(IpNetwork.known("10.20.0.0/16"), IpNetwork.known("fd00::/8"));
        assertThat(rules.self())
                .isEqualTo(Set.of(new HostAndPort("192.0.2.1", 443), new HostAndPort("2001:db8::1", 8443)));
        assertThat(rules.proxy()).isEqualTo(Optional.of(new HostAndPort("egress.internal", 3128)));
        assertThat(rules.nameServers())
                .extracting(InetSocketAddress::getHostString, InetSocketAddress::getPort)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("192.0.2.53", 53),
                        org.assertj.core.groups.Tuple.tuple("127.0.0.1", 5353),
                        org.assertj.core.groups.Tuple.tuple("2001:db8:0:0:0:0:0:53", 53));
    }

    @Test
    void whatIsOpenIsSaidAsAWarning() {
        List<String> warnings = rules(
                        Map.of("callbacks.allow.loopback", "true", "callbacks.allow.networks", "10.0.0.0/8"))
                .warnings();

        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(0)).startsWith("callbacks.allow.loopback");
        assertThat(warnings.get(1)).startsWith("callbacks.allow.networks");
    }

    @ParameterizedTest
    @CsvSource({
        "callbacks.allow.networks, 10.0.0.1/8",
        "callbacks.allow.networks, everything",
        "callbacks.self,           gateway:8080",
        "callbacks.self,           192.0.2.1",
        "callbacks.self,           192.0.2.1:0",
        "callbacks.proxy,          proxy.internal",
        "callbacks.proxy,          http://proxy.internal:3128",
        "callbacks.dns.servers,    dns.internal",
        "callbacks.dns.servers,    192.0.2.1:99999",
        "callbacks.dns.servers,    '[2001:db8::1'"
    })
    void whatCannotBeMeantIsRefusedAtTheStart(String setting, String value) {
        assertThatThrownBy(() -> rules(Map.of(setting, value)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(setting);
    }
}
