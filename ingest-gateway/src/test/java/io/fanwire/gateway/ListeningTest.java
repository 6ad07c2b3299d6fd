package io.fanwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanwire.runtime.Settings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain http where nobody else listens, TLS or a plain wish elsewhere. */
final class ListeningTest {
    private static Settings settings(Map<String, String> given) {
        Map<String, String> all = new HashMap<>(Map.of("gateway.bootstrap.key", "k", "secrets.keyset.file", "f"));
        all.putAll(given);
        return Settings.of(GatewaySettings.define(), all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "::1", "localhost"})
    void plainHttpStaysOnTheMachine(String host) {
        assertThat(Listening.tls(settings(Map.of("gateway.host", host)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.7", "gateway.example.com", "127.0.0.1.example.com"})
    void plainHttpForOthersNeedsAWish(String host) {
        assertThatThrownBy(() -> Listening.tls(settings(Map.of("gateway.host", host))))
                .hasMessageContaining("gateway.allow.plaintext");
        assertThat(Listening.tls(settings(Map.of("gateway.host", host, "gateway.allow.plaintext", "true"))))
                .isEmpty();
    }

    @Test
    void aCertificateNeedsItsKey() {
        assertThatThrownBy(() -> Listening.tls(settings(Map.of("gateway.tls.certificate.file", "c"))))
                .hasMessageContaining("both or not at all");
        assertThat(Listening.tls(settings(Map.of(
                        "gateway.host", "::", "gateway.tls.certificate.file", "c", "gateway.tls.key.file", "k"))))
                .isPresent();
    }
}
