package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Subscription.Format;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventBodiesTest {
    private static final String START =
            "{\"type\":\"order.paid\",\"timestamp\":\"2026-01-02T03:04:05.678Z\",\"tenantId\":\"acme\",";

    @Test
    void rawIsTheEventToTheLetterUnderItsOwnContentType() {
        byte[] data = {0, (byte) 0xFF, 13, 10};

        EventBodies.Body body = bodies(Optional.of("image/png"), data).in(Format.RAW);

        assertThat(body.bytes().bytes()).isEqualTo(data);
        assertThat(body.contentType()).isEqualTo("image/png");
    }

    @Test
    void rawWithoutContentTypeIsBytes() {
        assertThat(bodies(Optional.empty(), new byte[0]).in(Format.RAW).contentType())
                .isEqualTo("application/octet-stream");
    }

    @Test
    void jsonDataStandsInTheEnvelopeByteForByte() {
        String data = " {\"amount\" : 1.50,\"amount\":\"\\u00fc ü\"}\n";

        for (Optional<String> type : List.of(
                Optional.of("application/json"),
                Optional.of("Application/JSON; charset=utf-8"),
                Optional.of("application/vnd.acme+json"),
                Optional.<String>empty())) {
            EventBodies.Body body = bodies(type, data.getBytes(UTF_8)).in(Format.JSON);

            assertThat(text(body)).isEqualTo(START + "\"data\":" + data + "}");
            assertThat(body.contentType()).isEqualTo("application/json");
        }
    }

    @Test
    void otherDataIsBase64BesideItsContentType() {
        assertThat(text(bodies(Optional.of("text/plain"), "{}".getBytes(UTF_8)).in(Format.JSON)))
                .isEqualTo(START + "\"contentType\":\"text/plain\",\"dataBase64\":\"e30=\"}");
        assertThat(text(bodies(Optional.empty(), new byte[] {1, 2, 3}).in(Format.JSON)))
                .isEqualTo(START + "\"contentType\":\"application/octet-stream\",\"dataBase64\":\"AQID\"}");
    }

    @Test
    void dataThatOnlyClaimsToBeJsonCannotBreakOutOfTheEnvelope() {
        byte[] forged = "1},{\"type\":\"forged\"".getBytes(UTF_8);

        assertThat(text(bodies(Optional.of("application/json"), forged).in(Format.JSON)))
                .startsWith(START + "\"contentType\":\"application/json\",\"dataBase64\":\"");
    }

    @Test
    void namesAreEscaped() {
        EventBodies bodies =
                new EventBodies(event("a\"b", "x\\\n\u0000ü", Optional.empty(), Map.of(), "1".getBytes(UTF_8)));

        assertThat(text(bodies.in(Format.JSON)))
                .isEqualTo("{\"type\":\"x\\\\\\n\\u0000ü\",\"timestamp\":\"2026-01-02T03:04:05.678Z\","
                        + "\"tenantId\":\"a\\\"b\",\"data\":1}");
    }

    @Test
    void aFormatIsShapedOnce() {
        EventBodies bodies = bodies(Optional.empty(), "{}".getBytes(UTF_8));

        assertThat(bodies.in(Format.JSON)).isSameAs(bodies.in(Format.JSON));
    }

    @Test
    void aFormHasTheMembersOfTheEnvelope() {
        String start = "type=order.paid&timestamp=2026-01-02T03%3A04%3A05.678Z&tenantId=acme";
        Map<String, String> forms = Map.of(
                " {\"a\": 1} ", "&data=%7B%22a%22%3A+1%7D",
                "[1,2]", "&data=%5B1%2C2%5D",
                "\"a \\u00fc&=\"", "&data=a+%C3%BC%26%3D",
                "1.50", "&data=1.50",
                "true", "&data=true",
                " null", "");

        forms.forEach((json, field) -> {
            EventBodies.Body body =
                    bodies(Optional.empty(), json.getBytes(UTF_8)).in(Format.FORM);
            assertThat(text(body)).isEqualTo(start + field);
            assertThat(body.contentType()).isEqualTo("application/x-www-form-urlencoded");
        });
        assertThat(text(bodies(Optional.of("text/plain"), "{}".getBytes(UTF_8)).in(Format.FORM)))
                .isEqualTo(start + "&contentType=text%2Fplain&dataBase64=e30%3D");
    }

    @Test
    void aCloudEventIsOneObject() {
        EventBodies.Body body = bodies(Optional.of("application/json"), "{ \"n\":1.0}".getBytes(UTF_8))
                .in(Format.CLOUDEVENTS_STRUCTURED);

        assertThat(body.contentType()).isEqualTo("application/cloudevents+json");
        assertThat(text(body))
                .isEqualTo("{\"specversion\":\"1.0\",\"id\":\"evt_1\",\"source\":\"/shop\",\"type\":\"order.paid\","
                        + "\"time\":\"2026-01-02T03:04:05.678Z\",\"tenant\":\"acme\",\"subject\":\"s\",\"partitionkey\":\"k 1\","
                        + "\"datacontenttype\":\"application/json\",\"data\":{ \"n\":1.0}}");
        assertThat(text(bodies(Optional.of("image/png"), new byte[] {1, 2, 3}).in(Format.CLOUDEVENTS_STRUCTURED)))
                .endsWith("\"datacontenttype\":\"image/png\",\"data_base64\":\"AQID\"}");
    }

    @Test
    void aBinaryCloudEventHasItsAttributesInHeaders() {
        byte[] data = {0, (byte) 0xFF};

        EventBodies.Body body = bodies(Optional.of("image/png"), data).in(Format.CLOUDEVENTS_BINARY);

        assertThat(body.bytes().bytes()).isEqualTo(data);
        assertThat(body.contentType()).isEqualTo("image/png");
        assertThat(body.headers())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ce-specversion", "1.0",
                        "ce-id", "evt_1",
                        "ce-source", "/shop",
                        "ce-type", "order.paid",
                        "ce-time", "2026-01-02T03:04:05.678Z",
                        "ce-subject", "s",
                        "ce-tenant", "acme",
                        "ce-partitionkey", "k%201"));
    }

    /** Whoever writes to Kafka may name attributes as they like. */
    @Test
    void attributesOfStrangersCannotBreakOutOfACloudEvent() {
        Map<String, String> extensions = Map.of(
                "good", "ü\r\nx: \"%",
                "long", "x".repeat(5_000),
                "Bad-Name", "1",
                "data", "2",
                "datacontenttype", "3",
                "id", "4");
        EventBodies bodies =
                new EventBodies(event("acme", "y".repeat(5_000), Optional.empty(), extensions, "1".getBytes(UTF_8)));

        Map<String, String> headers = bodies.in(Format.CLOUDEVENTS_BINARY).headers();

        assertThat(headers).containsEntry("ce-good", "%C3%BC%0D%0Ax:%20%22%25");
        assertThat(headers).containsEntry("ce-id", "evt_1").containsEntry("ce-type", "orders");
        assertThat(headers.keySet()).doesNotContain("ce-long", "ce-Bad-Name", "ce-data", "ce-datacontenttype");
        assertThat(text(bodies.in(Format.CLOUDEVENTS_STRUCTURED)))
                .contains("\"good\":\"ü\\r\\nx: \\\"%\"", "\"data\":1")
                .doesNotContain("Bad-Name", "\"data\":\"2\"", "\"id\":\"4\"");
    }

    @Test
    void whatMustBeThereIsThereHoweverLongTheRestIs() {
        String source = "ü".repeat(1_024);
        Map<String, String> extensions = Map.of(
                "a",
                "x".repeat(1_000),
                "b",
                "ü".repeat(1_000),
                "c",
                "y".repeat(1_000),
                "d",
                "ü".repeat(1_000),
                "e",
                "");
        Event event = new Event(
                "acme",
                "orders",
                "evt_1",
                "order.paid",
                source,
                Records.NOW,
                Optional.empty(),
                Optional.of(""),
                Optional.empty(),
                Optional.of("application/cloudevents+json"),
                extensions,
                Map.of(),
                Payload.utf8("{}"));

        EventBodies.Body body = new EventBodies(event).in(Format.CLOUDEVENTS_BINARY);

        assertThat(body.headers())
                .containsEntry("ce-source", "%C3%BC".repeat(1_024))
                .containsKeys("ce-id", "ce-type", "ce-a", "ce-b", "ce-c")
                .doesNotContainKeys("ce-d", "ce-e", "ce-subject");
        assertThat(body.contentType()).as("the body is no event by itself").isEqualTo("application/json");
        assertThat(body.headers()).allSatisfy((name, value) -> assertThat(HeaderRules.ofACloudEvent(name, value))
                .isTrue());
    }

    private static EventBodies bodies(Optional<String> contentType, byte[] data) {
        return new EventBodies(event("acme", "order.paid", contentType, Map.of(), data));
    }

    private static Event event(
            String tenant, String type, Optional<String> contentType, Map<String, String> extensions, byte[] data) {
        return new Event(
                tenant,
                "orders",
                "evt_1",
                type,
                "/shop",
                Records.NOW,
                Optional.of("k 1"),
                Optional.of("s"),
                Optional.empty(),
                contentType,
                extensions,
                Map.of(),
                Payload.of(data));
    }

    private static String text(EventBodies.Body body) {
        return new String(body.bytes().bytes(), UTF_8);
    }
}
