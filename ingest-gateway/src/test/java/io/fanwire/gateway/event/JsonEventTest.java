package io.fanwire.gateway.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Event;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEventTest {
    private static final String JSON = "application/json";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "false",
                "0",
                "-12.50e+3",
                "1.0",
                "\"\"",
                "\"a\\u0000b\\/\"",
                "\"grüße 🚀 日本\"",
                "{ \"a\" : [ 1 , {\"b\":\"}\"} ] ,\n\t\"ü\":\"]\\\"\" }",
                "[[[[]]],\"\\\\\"]",
                "{\"a\":1,\"a\":2}",
                "123456789012345678901234567890.10"
            })
    void dataIsPublishedToTheLetterWhereverItStands(String data) {
        for (String space : new String[] {"", " ", "\r\n\t "}) {
            String last = "{\"type\":\"t\",\"subject\":\"é🚀\",\"data\":" + space + data + space + "}" + space;
            String first = space + "{" + space + "\"data\"" + space + ":" + space + data + space + ",\"type\":\"t\"}";

            assertThat(data(last)).isEqualTo(data);
            assertThat(data(first)).isEqualTo(data);
        }
    }

    @Test
    void channelsAreTheExtensionOfThatName() {
        Event event =
                Calls.accepted(Calls.one(JSON, "{\"type\":\"t\",\"data\":1,\"channels\":[\"eu\",\"b2b\",\"eu\"]}"));

        assertThat(event.extensions()).containsExactly(Map.entry("channels", "eu,b2b"));
    }

    @Test
    void dataOfEverySizeIsPublishedToTheLetter() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder("\"");
            for (int length = random.nextInt(9000); length > 0; length--) {
                text.appendCodePoint(random.nextBoolean() ? 'a' + random.nextInt(20) : 0xa1 + random.nextInt(0x5000));
            }
            String data = "{\"x\":" + text + "\",\"n\":" + random.nextLong() + "}";

            assertThat(data("{\"type\":\"t\",\"data\":" + data + ",\"key\":\"k\"}"))
                    .as("seed %d", seed)
                    .isEqualTo(data);
        }
    }

    @Test
    void whatIsLeftOutGetsItsDefault() {
        Event event = Calls.accepted(Calls.one(JSON, "{\"type\":\"order.created\",\"data\":{}}"));

        assertThat(event.id()).startsWith("evt_");
        assertThat(event.tenant()).isEqualTo("acme");
        assertThat(event.source()).isEqualTo("/orders");
        assertThat(event.time()).isEqualTo(Calls.NOW);
        assertThat(event.contentType()).contains("application/json");
        assertThat(event.key()).isEmpty();
    }

    @Test
    void everyAttributeArrives() {
        Event event = Calls.accepted(
                Calls.one(
                        JSON + "; charset=UTF-8",
                        """
                {"id":"e-1","type":"a.b","source":"/shop","time":"2026-01-02T03:04:05.678+01:00","key":"käy","subject":"s",
                "traceparent":"00-0123456789abcdef0123456789abcdef-0123456789abcdef-01","tenant":"other",
                "contentType":"image/png","dataBase64":"AAH/"}"""));

        assertThat(event.id()).isEqualTo("e-1");
        assertThat(event.time()).hasToString("2026-01-02T02:04:05.678Z");
        assertThat(event.key()).contains("käy");
        assertThat(event.subject()).contains("s");
        assertThat(event.traceparent()).isPresent();
        assertThat(event.tenant()).isEqualTo("other");
        assertThat(event.contentType()).contains("image/png");
        assertThat(event.data().bytes()).containsExactly(0, 1, 255);
    }

    @Test
    void anEventJoinsTheTraceOfItsRequest() {
        String parent = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-00";
        byte[] body = "{\"type\":\"t\",\"data\":1}".getBytes(UTF_8);

        assertThat(Calls.accepted(Calls.one(JSON, body, Map.of("traceparent", parent)))
                        .traceparent())
                .contains(parent);
        assertThat(Calls.accepted(Calls.one(JSON, body, Map.of("traceparent", "nonsense")))
                        .traceparent())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~   ~|400|malformed_json|",
                "{|400|malformed_json|",
                "{\"type\":\"t\",\"data\":{}|400|malformed_json|",
                "{'type':'t','data':{}}|400|malformed_json|",
                "{\"type\":\"t\",\"data\":NaN}|400|malformed_json|",
                "{\"type\":\"t\",\"data\":{\"a\":1,}}|400|malformed_json|",
                "{\"type\":\"t\",\"data\":/* */1}|400|malformed_json|",
                "{\"type\":\"t\",\"data\":01}|400|malformed_json|",
                "{\"type\":\"t\",\"data\":1} x|400|malformed_json|",
                "{\"type\":\"t\",\"data\":1}{}|400|malformed_json|",
                "[]|422|invalid_event|",
                "\"str\"|422|invalid_event|",
                "null|422|invalid_event|",
                "{\"type\":\"t\"}|422|invalid_event|/data",
                "{\"type\":\"t\",\"data\":1,\"dataBase64\":\"\"}|422|invalid_event|/data",
                "{\"data\":1}|422|invalid_type|/type",
                "{\"type\":\"\",\"data\":1}|422|invalid_type|/type",
                "{\"type\":\"../x\",\"data\":1}|422|invalid_type|/type",
                "{\"type\":\"a.*\",\"data\":1}|422|invalid_type|/type",
                "{\"type\":null,\"data\":1}|422|invalid_type|/type",
                "{\"id\":\"\",\"type\":\"t\",\"data\":1}|422|invalid_id|/id",
                "{\"id\":123,\"type\":\"t\",\"data\":1}|422|invalid_id|/id",
                "{\"id\":\"a.x\",\"type\":\"t\",\"data\":1}|422|invalid_id|/id",
                "{\"id\":\"a\\u0000\",\"type\":\"t\",\"data\":1}|422|invalid_id|/id",
                "{\"id\":\"a\\r\\nX: y\",\"type\":\"t\",\"data\":1}|422|invalid_id|/id",
                "{\"id\":\"a\",\"id\":\"b\",\"type\":\"t\",\"data\":1}|422|duplicate_key|/id",
                "{\"type\":\"t\",\"data\":1,\"data\":2}|422|duplicate_key|/data",
                "{\"type\":\"t\",\"data\":1,\"time\":\"yesterday\"}|422|invalid_time|/time",
                "{\"type\":\"t\",\"data\":1,\"key\":\"\"}|422|invalid_key|/key",
                "{\"type\":\"t\",\"data\":1,\"key\":\"\\ud800\"}|422|invalid_key|/key",
                "{\"type\":\"t\",\"data\":1,\"traceparent\":\"x\"}|422|invalid_traceparent|/traceparent",
                "{\"type\":\"t\",\"data\":1,\"contentType\":\"x\"}|422|invalid_content_type|/contentType",
                "{\"type\":\"t\",\"dataBase64\":\"%\"}|422|invalid_data|/dataBase64",
                "{\"type\":\"t\",\"data\":1,\"headers\":[]}|422|invalid_header|/headers",
                "{\"type\":\"t\",\"data\":1,\"headers\":{\"a\":1}}|422|invalid_header|/headers/a",
                "{\"type\":\"t\",\"data\":1,\"headers\":{\"a\":\"1\",\"A\":\"1\"}}|422|invalid_header|/headers/A",
                "{\"type\":\"t\",\"data\":1,\"headers\":{\"Cookie\":\"c\"}}|422|reserved_header|/headers/Cookie",
                "{\"type\":\"t\",\"data\":1,\"channels\":[]}|422|invalid_channels|/channels",
                "{\"type\":\"t\",\"data\":1,\"channels\":\"eu\"}|422|invalid_channels|/channels",
                "{\"type\":\"t\",\"data\":1,\"channels\":[\"eu\",1]}|422|invalid_channels|/channels",
                "{\"type\":\"t\",\"data\":1,\"channels\":[\"a,b\"]}|422|invalid_channels|/channels",
                "{\"type\":\"t\",\"data\":1,\"channels\":[{\"a\":1,\"a\":1}]}|422|invalid_channels|/channels",
                "{\"type\":\"t\",\"data\":1,\"channels\":[[\"a\"]]}|422|invalid_channels|/channels",
                "{\"type\":\"t\",\"data\":1,\"channels\":{\"a\":1}}|422|invalid_channels|/channels",
                "{\"type\":\"t\",\"data\":1,\"channels\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"9\",\"9\"]}|422|invalid_channels|/channels",
                "{\"type\":\"t\",\"data\":1,\"a/b\":1}|422|unknown_field|/a~1b"
            })
    void whatIsWrongIsRefusedWithItsCode(String body, int status, String code, String pointer) {
        var problem = Calls.refused(Calls.one(JSON, body));

        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.code()).isEqualTo(code);
        if (pointer != null && !pointer.isEmpty()) {
            assertThat(problem.errors().get(0).pointer()).isEqualTo(pointer);
        }
    }

    @Test
    void anEventMayHaveHeadersOfItsOwn() {
        String event = "{\"type\":\"t\",\"data\":1,\"headers\":{\"X-Env\":\"prod\",\"X-Empty\":\"\"}}";

        assertThat(Calls.accepted(Calls.one(JSON, event)).headers()).isEqualTo(Map.of("X-Env", "prod", "X-Empty", ""));
    }

    @Test
    void thereAreSoManyHeadersOfSoMuch() {
        String long4 = "v".repeat(4_000);
        assertThat(code("{\"type\":\"t\",\"data\":1,\"headers\":{\"a\":\"" + long4 + "\",\"b\":\"" + long4 + "\"}}"))
                .isEqualTo("accepted");
        assertThat(code("{\"type\":\"t\",\"data\":1,\"headers\":{\"a\":\"" + long4 + "\",\"b\":\"" + long4
                        + "\",\"c\":\"" + long4 + "\"}}"))
                .isEqualTo("too_long");
        String many =
                IntStream.range(0, 33).mapToObj(i -> "\"x" + i + "\":\"1\"").collect(Collectors.joining(","));
        assertThat(code("{\"type\":\"t\",\"data\":1,\"headers\":{" + many + "}}"))
                .isEqualTo("too_long");
    }

    @Test
    void whatIsTooMuchIsRefused() {
        assertThat(code("{\"type\":\"t\",\"data\":" + "[".repeat(99) + "]".repeat(99) + "}"))
                .isEqualTo("accepted");
        assertThat(code("{\"type\":\"t\",\"data\":" + "[".repeat(100) + "]".repeat(100) + "}"))
                .isEqualTo("too_deep");
        assertThat(code("[".repeat(100_000))).isEqualTo("too_deep");
        assertThat(code("{\"type\":\"t\",\"data\":" + "1".repeat(1000) + "}")).isEqualTo("accepted");
        assertThat(code("{\"type\":\"t\",\"data\":[1" + "0".repeat(2000) + "]}"))
                .isEqualTo("number_too_long");
        assertThat(code("{\"type\":\"t\",\"data\":\"" + "a".repeat(262_142) + "\"}"))
                .isEqualTo("accepted");
        assertThat(code("{\"type\":\"t\",\"data\":\"" + "a".repeat(262_143) + "\"}"))
                .isEqualTo("event_too_large");
        assertThat(code("{\"type\":\"t\",\"data\":1,\"key\":\"" + "k".repeat(513) + "\"}"))
                .isEqualTo("invalid_key");
        assertThat(code("{\"type\":\"t\",\"data\":1,\"id\":\"" + "k".repeat(257) + "\"}"))
                .isEqualTo("invalid_id");
    }

    @Test
    void bytesThatAreNoUtf8AreNotRepaired() {
        assertThat(code(new byte[0])).isEqualTo("empty_body");
        assertThat(code(bytes("{\"type\":\"t\",\"data\":\"", 0xc3, 0x28, '"', '}')))
                .isEqualTo("bad_utf8");
        assertThat(code(bytes("{\"type\":\"t\",\"data\":\"", 0xed, 0xa0, 0x80, '"', '}')))
                .isEqualTo("bad_utf8");
        assertThat(code("\ufeff{\"type\":\"t\",\"data\":1}")).isEqualTo("malformed_json");
        assertThat(code("{\"type\":\"t\",\"data\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE)))
                .isEqualTo("malformed_json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/json; charset=iso-8859-1",
                "application/cloudevents-batch+json",
                "json",
                ""
            })
    void otherMediaTypesAreRefused(String type) {
        var problem = Calls.refused(Calls.one(type, "{\"type\":\"t\",\"data\":1}"));

        assertThat(problem.code()).isEqualTo("unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain\\r\\n", "text/plain\\n;charset=utf-8", " text/plain", "text", ""})
    void aContentTypeThatNoRequestCouldCarryIsRefused(String type) {
        assertThat(code("{\"type\":\"t\",\"contentType\":\"" + type + "\",\"data\":1}"))
                .isEqualTo("invalid_content_type");
    }

    private static String data(String body) {
        return new String(Calls.accepted(Calls.one(JSON, body)).data().bytes(), UTF_8);
    }

    private static String code(String body) {
        return code(body.getBytes(UTF_8));
    }

    private static String code(byte[] body) {
        return Calls.one(JSON, body, Map.of()).fold(event -> "accepted", problem -> problem.code());
    }

    private static byte[] bytes(String start, int... rest) {
        byte[] head = start.getBytes(UTF_8);
        byte[] all = java.util.Arrays.copyOf(head, head.length + rest.length);
        for (int i = 0; i < rest.length; i++) {
            all[head.length + i] = (byte) rest[i];
        }
        return all;
    }
}
