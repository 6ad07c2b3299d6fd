package io.fanwire.gateway.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.http.Checked;
import io.fanwire.schemas.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";

    @Test
    void everyItemOfAnArrayHasItsOwnVerdictAndItsOwnBytes() {
        List<Checked<Event>> items = Calls.accepted(
                Calls.batch(
                        JSON,
                        " [ {\"type\":\"é\",\"data\":1}, {\"type\":\"t\",\"data\":{ \"ü\":2 }} ,\n{\"type\":\"t\",\"data\":[3]}]"));

        assertThat(Calls.refused(items.get(0)).code()).isEqualTo("invalid_type");
        assertThat(data(items.get(1))).isEqualTo("{ \"ü\":2 }");
        assertThat(data(items.get(2))).isEqualTo("[3]");
    }

    @Test
    void itemsThatAreNoObjectsAreRefusedOneByOne() {
        List<Checked<Event>> items =
                Calls.accepted(Calls.batch(JSON, "[[{\"a\":[]}],\"x\",{\"type\":\"t\",\"data\":0}]"));

        assertThat(Calls.refused(items.get(0)).code()).isEqualTo("invalid_event");
        assertThat(Calls.refused(items.get(1)).code()).isEqualTo("invalid_event");
        assertThat(data(items.get(2))).isEqualTo("0");
    }

    @Test
    void linesStandForThemselves() {
        List<Checked<Event>> items = Calls.accepted(
                Calls.batch(LINES, "{\"type\":\"t\",\"data\":\"é\"}\r\n\n{broken\n{\"type\":\"t\",\"data\":2}"));

        assertThat(data(items.get(0))).isEqualTo("\"é\"");
        assertThat(Calls.refused(items.get(1)).code()).isEqualTo("malformed_json");
        assertThat(data(items.get(2))).isEqualTo("2");
    }

    @Test
    void cloudEventsComeInBatchesToo() {
        List<Checked<Event>> items = Calls.accepted(Calls.batch(
                "application/cloudevents-batch+json",
                "[{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data\":{}}]"));

        assertThat(Calls.accepted(items.get(0)).id()).isEqualTo("1");
    }

    @Test
    void batchesThatAreNoneAreRefusedAsAWhole() {
        String item = "{\"type\":\"t\",\"data\":1}";
        assertThat(code(JSON, "[]")).isEqualTo("empty_batch");
        assertThat(code(JSON, "")).isEqualTo("empty_body");
        assertThat(code(JSON, item)).isEqualTo("invalid_batch");
        assertThat(code(JSON, "[" + item + ",")).isEqualTo("malformed_json");
        assertThat(code(JSON, "[" + item + "]]")).isEqualTo("malformed_json");
        assertThat(code(JSON, "[" + (item + ",").repeat(3) + item + "]")).isEqualTo("batch_too_large");
        assertThat(code(LINES, "\n \n")).isEqualTo("empty_batch");
        assertThat(code(LINES, "")).isEqualTo("empty_body");
        assertThat(code(LINES, (item + "\n").repeat(4))).isEqualTo("batch_too_large");
        assertThat(code("text/plain", "[]")).isEqualTo("unsupported_media_type");
    }

    private static String code(String type, String body) {
        return Calls.refused(Calls.batch(type, body)).code();
    }

    private static String data(Checked<Event> item) {
        return new String(Calls.accepted(item).data().bytes(), UTF_8);
    }
}
