package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.http.TestGateway.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayServerTest {
    private static final String EVENTS = "/v1/topics/orders/events";
    private static final String EVENT = "{\"id\":\"e1\",\"type\":\"order.created\",\"data\":{\"n\":1}}";
    private static final String HEAD = "POST " + EVENTS
            + " HTTP/1.1\nContent-Type: application/json\nAuthorization: Bearer " + TestGateway.KEY + "\n";

    @TempDir
    private Path folder;

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(folder);
    }

    @AfterEach
    void everyByteIsGivenBack() {
        gateway.close();
        assertThat(gateway.gate.bytesInFlight()).isZero();
    }

    @Test
    void anEventIsAcceptedWithItsPlaceAndARequestId() {
        Reply reply = gateway.request("POST", EVENTS, EVENT);

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json()).hasToString("{\"id\":\"e1\",\"topic\":\"orders\",\"partition\":0,\"offset\":0}");
        assertThat(reply.header("x-request-id")).startsWith("req_");
        assertThat(gateway.published.remove().tenant()).isEqualTo("default");
        assertThat(gateway.metrics.prometheusText()).contains("fanwire_gateway_events_accepted_total 1.0");
    }

    @Test
    void thePlatformKeyActsForTheTenantItNames() {
        gateway.request("POST", EVENTS, EVENT, "Fanwire-Tenant", "acme");

        assertThat(gateway.published.remove().tenant()).isEqualTo("acme");
        assertThat(gateway.request("POST", EVENTS, EVENT, "Fanwire-Tenant", "a b")
                        .code())
                .isEqualTo("invalid_tenant");
    }

    @ParameterizedTest
    @ValueSource(strings = {":batch", "%3Abatch", "%3abatch"})
    void aBatchIsAnsweredItemByItem(String batch) {
        Reply good = gateway.request("POST", EVENTS + batch, "[" + EVENT + "]");
        Reply mixed = gateway.request("POST", EVENTS + batch, "[" + EVENT + ",{\"id\":\"x\",\"data\":{}}]");

        assertThat(good.status()).isEqualTo(202);
        assertThat(mixed.status()).isEqualTo(207);
        assertThat(mixed.json().at("/results/0/status").asInt()).isEqualTo(202);
        assertThat(mixed.json().at("/results/0/id").asText()).isEqualTo("e1");
        assertThat(mixed.json().at("/results/1/index").asInt()).isEqualTo(1);
        assertThat(mixed.json().at("/results/1/status").asInt()).isEqualTo(422);
        assertThat(mixed.json().at("/results/1/code").asText()).isEqualTo("invalid_type");
        assertThat(gateway.published).as("the same event came twice").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer wrong", "Basic dTpw", "Bearer", "Bearer " + TestGateway.KEY + " x"})
    void whoeverHasNoKeyIsTurnedAwayAndNothingIsRead(String authorization) {
        Reply reply = gateway.request("POST", EVENTS, EVENT, "Authorization", authorization);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
        assertThat(reply.json().path("requestId").asText()).isEqualTo(reply.header("x-request-id"));
        assertThat(gateway.published).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /metrics, 404",
        "GET, /, 404",
        "GET, /v1/nothing, 404",
        "GET, /v1/topics/, 404",
        "GET, /v1//topics, 404",
        "GET, /v1/topics/orders/, 404",
        "POST, /v1/topics/or%2Fders/events, 404",
        "POST, /v1/topics/nosuch/events, 404",
        "POST, /v1/topics/__consumer_offsets/events, 404",
        "POST, /v1/topics/orders%00/events, 400",
        "GET, /v1/subscriptions/nope, 404",
        "PATCH, /v1/subscriptions/nope, 404",
        "POST, /v1/subscriptions/nope, 405",
        "POST, /v1/subscriptions/nope:test, 404",
        "POST, /v1/dlq:purge, 404",
        "DELETE, /v1/topics/orders, 405",
        "GET, /v1/topics/orders/events:batch, 405",
        "PUT, /v1/topics/orders/events, 405"
    })
    void pathsAreMatchedAsTheyCome(String method, String path, int status) {
        Reply reply = gateway.request(method, path, method.equals("GET") ? "" : EVENT);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
    }

    @Test
    void aWrongMethodIsToldTheRightOnes() {
        assertThat(gateway.request("GET", EVENTS + ":batch", "").header("Allow"))
                .isEqualTo("POST");
        assertThat(gateway.request("POST", "/v1/subscriptions/x", "{}")
                        .header("Allow")
                        .split(", "))
                .containsExactlyInAnyOrder("GET", "PUT", "PATCH", "DELETE");
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Type, text/plain, 415, unsupported_media_type",
        "Content-Type, '', 415, unsupported_media_type",
        "Content-Encoding, br, 415, unsupported_encoding",
        "Content-Encoding, 'gzip, gzip', 415, unsupported_encoding",
        "Content-Encoding, gzip, 400, bad_encoding"
    })
    void bodiesOfOtherKindsAreRefused(String header, String value, int status, String code) {
        Reply reply = gateway.request("POST", EVENTS, EVENT, header, value);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(gateway.metrics.prometheusText())
                .contains("fanwire_gateway_events_rejected_total{code=\"" + code + "\"} 1.0");
    }

    @Test
    void gzipIsInflatedUpToTheLimit() throws IOException {
        Reply small = gateway.request("POST", EVENTS, gzip(EVENT.getBytes(UTF_8)), "Content-Encoding", "gzip");
        Reply bomb = gateway.request("POST", EVENTS, gzip(new byte[200_000_000]), "Content-Encoding", "gzip");

        assertThat(small.status()).isEqualTo(202);
        assertThat(bomb.status()).isEqualTo(413);
        assertThat(bomb.code()).isEqualTo("decompression_limit");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedUnread() {
        Reply reply = gateway.request("POST", EVENTS, new byte[2_000_000]);

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.code()).isEqualTo("body_too_large");
        assertThat(gateway.request("POST", EVENTS, EVENT).status()).isEqualTo(202);
    }

    @Test
    void aChunkedBodyHasTheSameLimit() {
        String chunk = "10000\n" + "a".repeat(0x10000) + "\n";
        String reply = gateway.raw(HEAD + "Host: x\nTransfer-Encoding: chunked\n\n" + chunk.repeat(18) + "0\n\n");

        assertThat(reply).startsWith("HTTP/1.1 413").contains("body_too_large");
    }

    @ParameterizedTest
    @CsvSource({
        "'Content-Length: 1', 400",
        "'Host: x|Host: y|Content-Length: 1', 400",
        "'Host: x|Content-Length: -1', 400",
        "'Host: x|Content-Length: +5', 400",
        "'Host: x|Content-Length: 68|Content-Length: 69', 400",
        "'Host: x|Content-Length: 5|Transfer-Encoding: chunked', 400",
        "'Host: x|X: a\rb|Content-Length: 1', 400",
        "'Host: x|X : a|Content-Length: 1', 400",
        "'Host: x|Authorization: Bearer other|Content-Length: 1', 400"
    })
    void requestsThatTwoReadersMightReadDifferentlyEndTheConnection(String lines, int status) {
        String reply = gateway.raw(HEAD + lines.replace('|', '\n') + "\n\n" + EVENT);

        assertThat(reply).startsWith("HTTP/1.1 " + status).contains("application/problem+json");
        assertThat(reply.split("HTTP/1.1", -1)).hasSize(2);
        assertThat(gateway.published).isEmpty();
    }

    @Test
    void headersAndTargetsHaveLimits() {
        assertThat(gateway.request("POST", EVENTS + "?" + "a".repeat(9000), EVENT)
                        .status())
                .isEqualTo(414);
        assertThat(gateway.raw("POST " + EVENTS + "?" + "a".repeat(9000) + " HTTP/1.1\nHost: x\n\n"))
                .startsWith("HTTP/1.0 414");
        assertThat(gateway.request("POST", EVENTS, EVENT, "X-Big", "a".repeat(20_000))
                        .status())
                .isEqualTo(431);
        assertThat(gateway.raw(HEAD + "Host: x\n" + "X: y\n".repeat(100) + "\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void continueIsSaidOnlyWhenTheBodyWillBeTaken() {
        String body = "Host: x\nConnection: close\nExpect: 100-continue\nContent-Length: ";

        assertThat(gateway.raw(HEAD + body + EVENT.length() + "\n\n" + EVENT))
                .startsWith("HTTP/1.1 100 Continue")
                .contains("HTTP/1.1 202");
        assertThat(gateway.raw(HEAD + body + "9999999\n\n")).startsWith("HTTP/1.1 413");
    }

    @Test
    void topicsAreMadeOnceAndNeverChanged() {
        Reply made =
                gateway.request("PUT", "/v1/topics/new", "{\"partitions\":3,\"retention\":\"7d\",\"tenants\":\"*\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json())
                .hasToString("{\"topic\":\"new\",\"kafkaTopic\":\"fanwire.events.new\",\"partitions\":3,"
                        + "\"retention\":\"7d\",\"tenants\":\"*\"}");
        assertThat(gateway.request("PUT", "/v1/topics/new", "{}").status()).isEqualTo(200);
        assertThat(gateway.request("PUT", "/v1/topics/new", "{\"partitions\":4}")
                        .code())
                .isEqualTo("topic_differs");
        assertThat(gateway.request("PUT", "/v1/topics/new", "{\"partitions\":0}")
                        .code())
                .isEqualTo("invalid_partitions");
        assertThat(gateway.request("PUT", "/v1/topics/_x", "{}").code()).isEqualTo("invalid_topic");
        assertThat(gateway.request("GET", "/v1/topics/new", "").json()).isEqualTo(made.json());
        assertThat(gateway.request("GET", "/v1/topics", "").json().path("data")).hasSize(2);
    }

    @Test
    void aFailureShowsNothingButItsRequestId() {
        gateway.log = event -> {
            throw new IllegalStateException("secret detail");
        };

        Reply reply = gateway.request("POST", EVENTS, EVENT);

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.json().toString()).doesNotContain("secret", "Exception");
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }
}
