package io.fanwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.http.TestGateway.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderApiTest {
    @TempDir
    Path folder;

    private TestGateway gateway;

    @BeforeEach
    void open() {
        gateway = new TestGateway(folder);
        for (String ordering : new String[] {"none", "key", "strict"}) {
            gateway.request(
                    "PUT",
                    "/v1/subscriptions/" + ordering,
                    "{\"url\":\"https://hooks.customer.com/in\",\"ordering\":\"" + ordering + "\"}");
        }
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void anOrderIsAJob() {
        Reply skip = gateway.request("POST", "/v1/subscriptions/key:skip", "{\"key\":\"k1\"}");
        Reply retry = gateway.request("POST", "/v1/subscriptions/strict:retry-now", "");

        assertThat(skip.status()).isEqualTo(202);
        assertThat(skip.json().path("type").asText()).isEqualTo("skip");
        assertThat(skip.json().at("/selector/key").asText()).isEqualTo("k1");
        assertThat(retry.status()).isEqualTo(202);
        assertThat(retry.json().path("type").asText()).isEqualTo("retry_now");
        Reply job = gateway.request("GET", retry.header("Location"), "");
        assertThat(job.json().path("status").asText()).isEqualTo("running");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none:skip|{}|409|not_ordered|",
                "key:skip|{}|422|invalid_key|/key",
                "strict:retry-now|{\"key\":\"k\"}|422|invalid_key|/key",
                "strict:skip|{\"all\":true}|422|unknown_field|/all",
                "missing:skip|{}|404|not_found|"
            })
    void whatMakesNoSenseIsRefused(String path, String body, int status, String code, String pointer) {
        Reply reply = gateway.request("POST", "/v1/subscriptions/" + path, body);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
        if (pointer != null) {
            assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
        }
        assertThat(gateway.request("GET", "/v1/jobs", "").json().path("data")).isEmpty();
    }
}
