package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Subscription.Format;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is sent of what a transform made. */
class MadeBodiesTest {
    private static final Event EVENT = new Event(
            "acme",
            "orders",
            "evt_1",
            "order.paid",
            "/shop",
            Records.NOW,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("text/csv"),
            Map.of(),
            Map.of("X-Env", "prod"),
            Payload.utf8("a;b"));

    private static EventBodies.Body body(Format format, int index, String json) {
        return EventBodies.ofMade(EVENT, index, Payload.utf8(json)).in(format);
    }

    private static String text(EventBodies.Body body) {
        return new String(body.bytes().bytes(), UTF_8);
    }

    @Test
    void itIsTheBodyWithoutAnEnvelope() {
        for (Format format : new Format[] {Format.JSON, Format.RAW}) {
            EventBodies.Body body = body(format, 0, "{\"a\":[1]}");

            assertThat(text(body)).isEqualTo("{\"a\":[1]}");
            assertThat(body.contentType()).isEqualTo("application/json");
            assertThat(body.headers()).containsEntry("X-Env", "prod");
        }
    }

    @Test
    void itsMembersAreTheFieldsOfAForm() {
        String json = "{\"to\":\"+49 30\",\"n\":1.5,\"ok\":true,\"none\":null,\"l\":[{\"é\":\"&\"}],\"a=b\":\"\"}";

        EventBodies.Body body = body(Format.FORM, 0, json);

        assertThat(text(body)).isEqualTo("to=%2B49+30&n=1.5&ok=true&l=%5B%7B%22%C3%A9%22%3A%22%26%22%7D%5D&a%3Db=");
        assertThat(body.contentType()).isEqualTo("application/x-www-form-urlencoded");
        assertThat(text(body(Format.FORM, 0, "[1,2]"))).isEqualTo("data=%5B1%2C2%5D");
        assertThat(text(body(Format.FORM, 0, "\"x y\""))).isEqualTo("data=x+y");
        assertThat(text(body(Format.FORM, 0, "null"))).isEmpty();
        assertThat(text(body(Format.FORM, 0, "{}"))).isEmpty();
    }

    @Test
    void itIsTheDataOfACloudEventWithAnIdOfItsOwnAfterTheFirst() {
        assertThat(text(body(Format.CLOUDEVENTS_STRUCTURED, 0, "{\"a\":1}")))
                .contains("\"id\":\"evt_1\"")
                .contains("\"data\":{\"a\":1}");
        assertThat(text(body(Format.CLOUDEVENTS_STRUCTURED, 2, "{\"a\":1}"))).contains("\"id\":\"evt_1;part=2\"");
        assertThat(body(Format.CLOUDEVENTS_BINARY, 1, "5").headers()).containsEntry("ce-id", "evt_1;part=1");
    }
}
