package io.fanwire.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Subscription.Format;
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

        for (Optional<String> type : java.util.List.of(
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
                new EventBodies(Samples.event("a\"b", "orders", "x\\\n\u0000ü", Optional.empty(), "1".getBytes(UTF_8)));

        assertThat(text(bodies.in(Format.JSON)))
                .isEqualTo("{\"type\":\"x\\\\\\n\\u0000ü\",\"timestamp\":\"2026-01-02T03:04:05.678Z\","
                        + "\"tenantId\":\"a\\\"b\",\"data\":1}");
    }

    @Test
    void aFormatIsShapedOnce() {
        EventBodies bodies = bodies(Optional.empty(), "{}".getBytes(UTF_8));

        assertThat(bodies.in(Format.JSON)).isSameAs(bodies.in(Format.JSON));
    }

    private static EventBodies bodies(Optional<String> contentType, byte[] data) {
        return new EventBodies(Samples.event("acme", "orders", "order.paid", contentType, data));
    }

    private static String text(EventBodies.Body body) {
        return new String(body.bytes().bytes(), UTF_8);
    }
}
