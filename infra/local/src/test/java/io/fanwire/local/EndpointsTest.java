package io.fanwire.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What scripts and other commands read of a running platform. */
final class EndpointsTest {
    private final Endpoints endpoints = new Endpoints(
            "http://127.0.0.1:8080",
            "http://127.0.0.1:9080",
            "127.0.0.1:19092",
            "http://127.0.0.1:18081",
            42,
            "fw_a_b");

    @Test
    void theReadyLineIsAWordAndOneJsonObject() {
        assertThat(endpoints.readyLine())
                .isEqualTo("ready {\"gateway\":\"http://127.0.0.1:8080\",\"ops\":\"http://127.0.0.1:9080\","
                        + "\"kafka\":\"127.0.0.1:19092\",\"registry\":\"http://127.0.0.1:18081\",\"pid\":42}");
    }

    @Test
    void whatIsWrittenIsRead() {
        assertThat(Endpoints.fromJson(endpoints.toJson())).contains(endpoints);
    }

    @Test
    void whatIsNoEndpointsFileIsNone() {
        assertThat(Endpoints.fromJson("{\"gateway\":")).isEmpty();
        assertThat(Endpoints.fromJson("{}")).isEmpty();
        assertThat(Endpoints.fromJson("")).isEmpty();
    }

    @Test
    void theKeyIsNotInItsText() {
        assertThat(endpoints.toString()).doesNotContain("fw_a_b");
    }
}
