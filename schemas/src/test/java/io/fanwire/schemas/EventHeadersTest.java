package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read back; what a stranger wrote is read too, whatever it holds. */
class EventHeadersTest {
    private static final EventHeaders.Coordinates AT = new EventHeaders.Coordinates(3, 42, 1_700_000_000_000L);
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void aFullEventSurvivesTheTopic() {
        Event event = new Event(
                "acme",
                "orders",
                "evt_1",
                "order.created",
                "/shop",
                Instant.parse("2026-01-02T03:04:05.678Z"),
                Optional.of("customer-7"),
                Optional.of("order/9"),
                Optional.of(TRACE),
                Optional.of("application/json; charset=utf-8"),
                Map.of("channel", "eu", "größe", "ü"),
                Map.of("X-Env", "prod"),
                Payload.utf8("{\"n\":1}"));

        ProducerRecord<String, byte[]> record = EventHeaders.toRecord("fanwire.events.orders", event);

        assertThat(record.key()).isEqualTo("customer-7");
        assertThat(record.value()).isSameAs(event.data().bytes());
        assertThat(read(Optional.of(record.key()), record.headers(), event.data()))
                .isEqualTo(event);
    }

    @Test
    void aTimeIsWrittenAsAnInstantWritesItself() {
        SplittableRandom random = new SplittableRandom(Seeds.SEED);
        long first = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
        long end = Instant.parse("+10000-01-01T00:00:00Z").getEpochSecond();
        for (int n = 0; n < 20_000; n++) {
            long second = random.nextLong(first, end);
            long nano = random.nextInt(1_000_000_000);
            for (Instant time : List.of(
                    Instant.ofEpochSecond(second, nano),
                    Instant.ofEpochSecond(second, nano / 1000 * 1000),
                    Instant.ofEpochSecond(second, nano / 1_000_000 * 1_000_000),
                    Instant.ofEpochSecond(second),
                    Instant.ofEpochSecond(second / 60 * 60, nano),
                    Instant.ofEpochSecond(second / 60 * 60))) {
                assertThat(EventHeaders.text(time)).isEqualTo(time.toString());
            }
        }
    }

    @Test
    void anEventWithoutKeyIsKeyedByItsIdAndComesBackWithoutKey() {
        Event event = new Event(
                "default",
                "orders",
                "evt_1",
                "order.created",
                "/orders",
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Payload.utf8(""));

        ProducerRecord<String, byte[]> record = EventHeaders.toRecord("fanwire.events.orders", event);

        assertThat(record.key()).isEqualTo("evt_1");
        assertThat(read(Optional.of(record.key()), record.headers(), event.data()))
                .isEqualTo(event);
    }

    @Test
    void ofTheHeadersThatAStrangerWantsSentThoseAreKeptThatMayBe() {
        RecordHeaders headers = new RecordHeaders();
        for (String header : List.of(
                "X-Env=dev",
                "x-env=prod",
                "Host=evil",
                "webhook-id=e2",
                "Authorization=Basic x",
                "X-A=v\r\nX-B: w",
                "not a name=1")) {
            String[] parts = header.split("=", 2);
            headers.add("fanwire-header-" + parts[0], parts[1].getBytes(UTF_8));
        }

        assertThat(read(Optional.empty(), headers, Payload.utf8("1")).headers()).isEqualTo(Map.of("X-Env", "prod"));

        for (int i = 0; i < 40; i++) {
            headers.add("fanwire-header-X-" + i, "v".getBytes(UTF_8));
        }
        assertThat(read(Optional.empty(), headers, Payload.utf8("1")).headers()).hasSize(HeaderRules.MOST);
        headers.add("fanwire-header-A-Long", "v".repeat(HeaderRules.MOST_VALUE).getBytes(UTF_8));
        headers.add("fanwire-header-B-Long", "v".repeat(HeaderRules.MOST_VALUE).getBytes(UTF_8));
        assertThat(read(Optional.empty(), headers, Payload.utf8("1")).headers()).containsOnlyKeys("A-Long");
    }

    @Test
    void aBareRecordGetsDefaults() {
        Event event = EventHeaders.fromRecord(
                "order.s", AT, Optional.of("k"), new RecordHeaders(), Payload.utf8("not even JSON"));

        assertThat(event.id()).isEqualTo("order_s-3-42");
        assertThat(event.type()).isEqualTo("order.s");
        assertThat(event.source()).isEqualTo("/order.s");
        assertThat(event.tenant()).isEqualTo(Event.DEFAULT_TENANT);
        assertThat(event.time()).isEqualTo(Instant.ofEpochMilli(AT.timestamp()));
        assertThat(event.key()).contains("k");
        assertThat(event.subject()).isEmpty();
        assertThat(event.traceparent()).isEmpty();
        assertThat(event.contentType()).isEmpty();
        assertThat(event.extensions()).isEmpty();
        assertThat(event.data()).isEqualTo(Payload.utf8("not even JSON"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with.dot", "with space", "line\nbreak", "über", "\u0000"})
    void anUnusableIdIsReplaced(String id) {
        Event event = read(new RecordHeaders().add("ce_id", id.getBytes(UTF_8)));

        assertThat(event.id()).isEqualTo("orders-3-42");
    }

    @Test
    void anIdHasAtMost256Characters() {
        assertThat(EventHeaders.usableId("x".repeat(256))).isTrue();
        assertThat(EventHeaders.usableId("x".repeat(257))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-13-01T00:00:00Z", "2026-01-01", "+999999999-12-31T23:59:59Z"})
    void anUnusableTimeBecomesTheRecordsOwn(String time) {
        Event event = read(new RecordHeaders().add("ce_time", time.getBytes(UTF_8)));

        assertThat(event.time()).isEqualTo(Instant.ofEpochMilli(AT.timestamp()));
    }

    @Test
    void aTimeMayNameAnOffset() {
        Event event = read(new RecordHeaders().add("ce_time", "2026-01-01T02:00:00+02:00".getBytes(UTF_8)));

        assertThat(event.time()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain\r\nx-evil: 1", "téxt", "\u0001"})
    void whatCannotBeARequestHeaderIsNotReadAsOne(String value) {
        Event event = read(new RecordHeaders()
                .add("content-type", value.getBytes(UTF_8))
                .add("traceparent", value.getBytes(UTF_8)));

        assertThat(event.contentType()).isEmpty();
        assertThat(event.traceparent()).isEmpty();
    }

    @Test
    void theTypeOfTheDataMayStandInItsCloudEventsAttribute() {
        Event event = read(new RecordHeaders().add("ce_datacontenttype", "text/xml".getBytes(UTF_8)));

        assertThat(event.contentType()).contains("text/xml");
    }

    @Test
    void hostileHeadersAreReadWithoutFailing() {
        byte[] notUtf8 = {(byte) 0xff, (byte) 0xc0, (byte) 0x80};
        Headers headers = new RecordHeaders()
                .add("ce_id", null)
                .add("ce_type", notUtf8)
                .add("ce_tenant", new byte[0])
                .add("ce_source", new byte[0])
                .add("ce_subject", null)
                .add("ce_", new byte[] {1})
                .add("ce_x", null)
                .add("", new byte[0])
                .add("ce_twice", "1".getBytes(UTF_8))
                .add("ce_twice", "2".getBytes(UTF_8));

        Event event = read(headers);

        assertThat(event.id()).isEqualTo("orders-3-42");
        assertThat(event.tenant()).isEqualTo(Event.DEFAULT_TENANT);
        assertThat(event.source()).isEqualTo("/orders");
        assertThat(event.type()).isEqualTo(new String(notUtf8, UTF_8));
        assertThat(event.subject()).isEmpty();
        assertThat(event.extensions()).containsEntry("twice", "2").doesNotContainKey("x");
    }

    private static Event read(Headers headers) {
        return read(Optional.empty(), headers, Payload.utf8(""));
    }

    private static Event read(Optional<String> key, Headers headers, Payload data) {
        return EventHeaders.fromRecord("orders", AT, key, headers, data);
    }
}
