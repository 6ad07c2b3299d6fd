package io.fanwire.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.runtime.net.EgressGuard;
import io.fanwire.runtime.net.EgressRules;
import io.fanwire.runtime.net.HttpUrl.Refused;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No callback leads back into the process that sends it. */
final class OwnListenersTest {
    private static final List<String> KAFKA_AND_REGISTRY = List.of("127.0.0.1:19092", "127.0.0.1:18081");

    private static EgressGuard guard(LocalSettings local) {
        return new EgressGuard(EgressRules.from(local.of(
                Role.DISPATCHER,
                Map.of("secrets.keyset.file", "/k", "callbacks.self", local.self(KAFKA_AND_REGISTRY)))));
    }

    private static String rule(EgressGuard guard, String url) {
        return guard.parse(url).fold(ok -> "none", Refused::rule);
    }

    @Test
    void localModeRefusesItsOwnListenersAndTakesOtherPorts() {
        EgressGuard guard = guard(LocalSettings.load(Map.of(), List.of()));

        for (int port : List.of(8080, 9080, 19092, 18081)) {
            assertThat(rule(guard, "http://127.0.0.1:" + port + "/")).isEqualTo("self");
            assertThat(rule(guard, "http://localhost:" + port + "/")).isEqualTo("self");
        }
        assertThat(rule(guard, "http://127.0.0.1:8081/")).isEqualTo("none");
    }

    @Test
    void aListenerOnEveryAddressIsRefusedOnEachOfThem() {
        EgressGuard guard = guard(LocalSettings.load(Map.of(), List.of("gateway.host=0.0.0.0", "gateway.port=7000")));

        assertThat(rule(guard, "http://127.0.0.1:7000/")).isEqualTo("self");
    }

    @Test
    void whatTheOperatorNamesStays() {
        LocalSettings local = LocalSettings.load(
                Map.of("FANWIRE_CALLBACKS_SELF", "9.9.9.9:443,[2606:4700::1]:8443"), List.of("ops.port=0"));

        assertThat(rule(guard(local), "https://9.9.9.9/")).isEqualTo("self");
        assertThat(rule(guard(local), "https://[2606:4700::1]:8443/")).isEqualTo("self");
        assertThat(local.self(List.of())).isEqualTo("9.9.9.9:443,[2606:4700::1]:8443,127.0.0.1:8080");
    }
}
