package io.fanwire.gateway.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Event;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudEventTest {
    private static final String STRUCTURED = "application/cloudevents+json";

    @Test
    void aStructuredEventKeepsItsDataToTheLetterAndItsExtensions() {
        Event event = Calls.accepted(
                Calls.one(
                        STRUCTURED,
                        """
                {"specversion":"1.0","id":"1","source":"/s","type":"a.b","partitionkey":"k","tenant":"t1",
                 "dataschema":"https://x.test/s","flag":true,"count":5,"gone":null,"data": { "n" : 1.0 } }"""));

        assertThat(new String(event.data().bytes(), UTF_8)).isEqualTo("{ \"n\" : 1.0 }");
        assertThat(event.key()).contains("k");
        assertThat(event.tenant()).isEqualTo("t1");
        assertThat(event.contentType()).contains("application/json");
        assertThat(event.extensions())
                .isEqualTo(Map.of("dataschema", "https://x.test/s", "flag", "true", "count", "5"));
    }

    @Test
    void structuredDataMayBeBytesOrTextOrNothing() {
        String start = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\"";

        assertThat(data(start + ",\"data_base64\":\"AAH/\"}")).containsExactly(0, 1, 255);
        assertThat(data(start + ",\"datacontenttype\":\"text/plain\",\"data\":\"h\\u00e9\"}"))
                .isEqualTo("hé".getBytes(UTF_8));
        assertThat(data(start + ",\"datacontenttype\":\"application/x+json\",\"data\":\"h\"}"))
                .isEqualTo("\"h\"".getBytes(UTF_8));
        assertThat(data(start + "}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'id':'1','source':'/s','type':'t','data':1}|invalid_event",
                "{'specversion':'0.3','id':'1','source':'/s','type':'t','data':1}|invalid_event",
                "{'specversion':'1.0','source':'/s','type':'t','data':1}|invalid_id",
                "{'specversion':'1.0','id':'1','type':'t','data':1}|invalid_source",
                "{'specversion':'1.0','id':'1','source':'/s','data':1}|invalid_type",
                "{'specversion':'1.0','id':'a.b','source':'/s','type':'t'}|invalid_id",
                "{'specversion':'1.0','id':'1','source':'/s','type':'t','Bad':'x'}|invalid_extension",
                "{'specversion':'1.0','id':'1','source':'/s','type':'t','ext':{}}|invalid_extension",
                "{'specversion':'1.0','id':'1','source':'/s','type':'t','id':'2'}|duplicate_key",
                "{'specversion':'1.0','id':'1','source':'/s','type':'t','data':1,'data_base64':''}|invalid_event",
                "[]|invalid_event"
            })
    void structuredEventsThatBreakTheSpecificationAreRefused(String body, String code) {
        assertThat(Calls.refused(Calls.one(STRUCTURED, body.replace('\'', '"'))).code())
                .isEqualTo(code);
    }

    @Test
    void aBinaryEventIsItsBodyToTheLetter() {
        byte[] body = {0, (byte) 0xff, '{', '\r', '\n'};
        Map<String, String> headers = new HashMap<>(Map.of(
                "ce-specversion", "1.0",
                "ce-id", "b-1",
                "ce-source", "/s",
                "ce-type", "a.b",
                "ce-subject", "gr%C3%BC%C3%9Fe 100%",
                "ce-partitionkey", "k",
                "ce-region", "eu"));

        Event event = Calls.accepted(Calls.one("application/octet-stream", body, headers));

        assertThat(event.data().bytes()).isEqualTo(body);
        assertThat(event.subject()).contains("grüße 100%");
        assertThat(event.key()).contains("k");
        assertThat(event.contentType()).contains("application/octet-stream");
        assertThat(event.extensions()).isEqualTo(Map.of("region", "eu"));
    }

    @Test
    void aBinaryEventWithoutItsAttributesIsRefused() {
        var problem = Calls.refused(Calls.one("text/plain", new byte[] {1}, Map.of("ce-id", "1")));

        assertThat(problem.code()).isEqualTo("invalid_event");
        assertThat(problem.errors()).extracting(error -> error.pointer()).contains("/ce-type", "/ce-source");
    }

    private static byte[] data(String body) {
        return Calls.accepted(Calls.one(STRUCTURED, body)).data().bytes();
    }
}
