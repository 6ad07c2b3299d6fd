package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.http.TestGateway.Reply;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.Payload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events read back over HTTP. */
class HistoryApiTest {
    private static final String EVENTS = "/v1/topics/orders/events";

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
    void aTopicIsReadBackInPagesUntilThereIsNoMore() {
        for (int i = 0; i < 5; i++) {
            publish("e" + i, "order.created", "{\"n\":" + i + "}");
        }

        List<String> ids = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String cursor = "";
        do {
            Reply page = get(EVENTS + "?limit=2" + cursor);
            assertThat(page.status()).isEqualTo(200);
            ids.addAll(page.json().path("data").findValuesAsText("id"));
            sizes.add(page.json().path("data").size());
            cursor = "&cursor=" + page.json().path("next").asText();
        } while (!cursor.endsWith("=null"));

        assertThat(ids).containsExactly("e0", "e1", "e2", "e3", "e4");
        assertThat(sizes).containsExactly(2, 2, 1);
    }

    @Test
    void anEventTellsAllThatWasSaidAndWhereItLies() {
        gateway.request(
                "POST",
                EVENTS,
                "{\"id\":\"e1\",\"type\":\"order.paid\",\"source\":\"/shop\",\"time\":\"2026-01-02T03:04:05Z\","
                        + "\"key\":\"k\",\"subject\":\"s\",\"data\":{ \"n\": 1.10e+2,  \"a\":[1 ,2]}}");

        String body = new String(get(EVENTS).response().body(), UTF_8);

        assertThat(body)
                .isEqualTo("{\"data\":[{\"id\":\"e1\",\"type\":\"order.paid\",\"source\":\"/shop\","
                        + "\"time\":\"2026-01-02T03:04:05Z\",\"key\":\"k\",\"subject\":\"s\","
                        + "\"contentType\":\"application/json\",\"data\":{ \"n\": 1.10e+2,  \"a\":[1 ,2]},"
                        + "\"topic\":\"orders\",\"partition\":0,\"offset\":0,"
                        + "\"publishedAt\":\"2026-01-31T12:00:00Z\"}],\"next\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,\"x\":2", "", "{", "{} {}", "\u00ef\u00bb\u00bf{}"})
    void bytesThatAreOnlyCalledJsonComeAsBase64(String called) {
        gateway.published.add(stranger("e1", called.getBytes(UTF_8)));

        ObjectNode event = (ObjectNode) get(EVENTS).json().at("/data/0");

        assertThat(event.has("data")).isFalse();
        assertThat(event.path("dataBase64").isTextual()).isTrue();
        assertThat(event.has("x")).isFalse();
    }

    @Test
    void bytesOfAnyOtherKindComeAsBase64AndExtensionsAsTheyAre() {
        gateway.request(
                "POST",
                EVENTS,
                "<a/>",
                "Content-Type",
                "text/xml",
                "ce-id",
                "x1",
                "ce-type",
                "t",
                "ce-source",
                "/s",
                "ce-specversion",
                "1.0",
                "ce-region",
                "eu");

        ObjectNode event = (ObjectNode) get("/v1/events/x1").json();

        assertThat(event.path("dataBase64").asText()).isEqualTo("PGEvPg==");
        assertThat(event.path("contentType").asText()).isEqualTo("text/xml");
        assertThat(event.at("/extensions/region").asText()).isEqualTo("eu");
    }

    @Test
    void timesAndTypesSelect() {
        publish("a", "order.created", "1");
        publish("b", "order.paid", "1");
        publish("c", "user.created", "1");

        assertThat(ids("?type=order.*")).containsExactly("a", "b");
        assertThat(ids("?type=order.paid")).containsExactly("b");
        assertThat(ids("?from=2026-01-31T12:00:00.001Z&to=2026-01-31T12:00:00.002Z"))
                .containsExactly("b");
        assertThat(ids("?from=2026-01-31T13:00:00.002%2B01:00")).containsExactly("c");
    }

    @ParameterizedTest
    @CsvSource({
        "from=yesterday, invalid_time",
        "to=1, invalid_time",
        "from=2026-01-31T12:00:00Z&to=2026-01-31T12:00:00Z, invalid_range",
        "type=a..b, invalid_type",
        "limit=0, invalid_limit",
        "limit=251, invalid_limit",
        "cursor=AAAA, invalid_cursor"
    })
    void nonsenseIsRefused(String query, String code) {
        Reply reply = get(EVENTS + "?" + query);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.code()).isEqualTo(code);
    }

    @Test
    void aCursorIsForItsTenantAndItsTopicOnly() {
        gateway.request("PUT", "/v1/topics/others", "{}");
        publish("a", "t", "1");
        publish("b", "t", "1");
        String cursor = get(EVENTS + "?limit=1").json().path("next").asText();

        assertThat(get(EVENTS + "?cursor=" + cursor).status()).isEqualTo(200);
        assertThat(get("/v1/topics/others/events?cursor=" + cursor).code()).isEqualTo("invalid_cursor");
        assertThat(gateway.request("GET", EVENTS + "?cursor=" + cursor, "", "Fanwire-Tenant", "acme")
                        .code())
                .isEqualTo("invalid_cursor");
        assertThat(get("/v1/dlq?cursor=" + cursor).code()).isEqualTo("invalid_cursor");
    }

    @Test
    void anEventIsFoundByItsIdWhoeverMadeIt() {
        publish("mine", "t", "1");
        String made = gateway.request("POST", EVENTS, "{\"type\":\"t\",\"data\":2}")
                .json()
                .path("id")
                .asText();
        gateway.published.add(stranger("orders-0-2", "3".getBytes(UTF_8)));

        assertThat(get("/v1/events/mine").json().path("data").asInt()).isEqualTo(1);
        assertThat(get("/v1/events/mine?topic=orders&since=2026-01-01T00:00:00Z")
                        .status())
                .isEqualTo(200);
        assertThat(get("/v1/events/" + made).json().path("data").asInt()).isEqualTo(2);
        assertThat(get("/v1/events/orders-0-2").json().path("data").asInt()).isEqualTo(3);
        assertThat(get("/v1/events/mine?since=soon").code()).isEqualTo("invalid_time");
    }

    @Test
    void whatIsSomebodyElsesIsNotThere() {
        gateway.request("PUT", "/v1/topics/theirs", "{\"tenants\":[\"b\"]}");
        String a = gateway.key("a", "events:read");
        gateway.request("POST", EVENTS, "{\"id\":\"b1\",\"type\":\"t\",\"data\":1}", "Fanwire-Tenant", "b");

        assertThat(gateway.with(a, "GET", EVENTS, "").json().path("data")).isEmpty();
        for (String path : List.of(
                "/v1/events/b1",
                "/v1/events/orders-0-0",
                "/v1/events/never",
                "/v1/events/never?topic=theirs",
                "/v1/events/never?topic=nosuch",
                "/v1/topics/theirs/events",
                "/v1/topics/nosuch/events",
                "/v1/events/a%2Eb")) {
            Reply reply = gateway.with(a, "GET", path, "");
            assertThat(reply.status()).as(path).isEqualTo(404);
            assertThat(reply.code()).as(path).isEqualTo(path.contains("topic") ? "unknown_topic" : "not_found");
        }
        assertThat(gateway.with(gateway.key("b", "events:read"), "GET", "/v1/events/b1", "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void itNeedsTheScope() {
        String key = gateway.key("a", "events:write", "deliveries:read", "admin");

        assertThat(gateway.with(key, "GET", EVENTS, "").status()).isEqualTo(403);
        assertThat(gateway.with(key, "GET", "/v1/events/x", "").status()).isEqualTo(403);
    }

    private static Event stranger(String id, byte[] data) {
        return new Event(
                "default",
                "orders",
                id,
                "t",
                "/s",
                TestGateway.NOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("application/json"),
                Map.of(),
                Map.of(),
                Payload.of(data));
    }

    private List<String> ids(String query) {
        return get(EVENTS + query).json().path("data").findValuesAsText("id");
    }

    private void publish(String id, String type, String data) {
        String event = "{\"id\":\"" + id + "\",\"type\":\"" + type + "\",\"data\":" + data + "}";
        assertThat(gateway.request("POST", EVENTS, event).status()).isEqualTo(202);
    }

    private Reply get(String path) {
        return gateway.request("GET", path, "");
    }
}
