package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Events to and from Kafka records in CloudEvents binary mode (CloudEvents 1.0 Kafka protocol binding, section 3.2).
 *
 * <p>Any producer may write such a topic, so reading never fails: what is missing or unusable gets a default, and only the platform
 * decides what may be relied on.
 */
public final class EventHeaders {
    /** Attributes that {@link Event} names itself; every other {@code ce_} header is an extension. */
    private static final Set<String> NAMED =
            Set.of("id", "type", "source", "time", "subject", "specversion", "tenant", "datacontenttype");

    /** In front of the name of a header that goes with the event to every callback. */
    private static final String SENT_ALONG = "fanwire-header-";

    private static final int MAX_ID = 256;
    private static final int MAX_HEADER = 512;

    private EventHeaders() {}

    /** The record to append for an event. */
    public static ProducerRecord<String, byte[]> toRecord(String kafkaTopic, Event event) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                kafkaTopic, event.key().orElse(event.id()), event.data().bytes());
        Headers headers = record.headers();
        put(headers, "ce_specversion", "1.0");
        put(headers, "ce_id", event.id());
        put(headers, "ce_type", event.type());
        put(headers, "ce_source", event.source());
        put(headers, "ce_time", text(event.time()));
        put(headers, "ce_tenant", event.tenant());
        event.subject().ifPresent(subject -> put(headers, "ce_subject", subject));
        event.key().ifPresent(key -> put(headers, "ce_partitionkey", key));
        event.contentType().ifPresent(type -> put(headers, "content-type", type));
        event.traceparent().ifPresent(parent -> put(headers, "traceparent", parent));
        event.extensions().forEach((name, value) -> put(headers, "ce_" + name, value));
        event.headers().forEach((name, value) -> put(headers, SENT_ALONG + name, value));
        return record;
    }

    /**
     * The event in a record of {@code fanwire.events.<topic>}, whoever wrote it. A missing or unusable id becomes
     * {@code topic-partition-offset} with dots written as {@code _}; a missing type is the topic's name.
     */
    public static Event fromRecord(String topic, ConsumerRecord<String, byte[]> record) {
        return fromRecord(
                topic,
                new Coordinates(record.partition(), record.offset(), record.timestamp()),
                Optional.ofNullable(record.key()),
                record.headers(),
                Payload.of(record.value() == null ? new byte[0] : record.value()));
    }

    /** As the other, for readers that hold the parts of a record. */
    public static Event fromRecord(
            String topic, Coordinates at, Optional<String> recordKey, Headers headers, Payload data) {
        Map<String, String> extensions = new HashMap<>();
        for (Header header : headers) {
            String name = header.key();
            if (name.startsWith("ce_") && !NAMED.contains(name.substring(3)) && header.value() != null) {
                extensions.put(name.substring(3), new String(header.value(), UTF_8));
            }
        }
        Optional<String> ownId = text(headers, "ce_id");
        Optional<String> id = ownId.filter(EventHeaders::usableId);
        Optional<String> partitionKey = Optional.ofNullable(extensions.remove("partitionkey"));
        Optional<String> key = partitionKey.or(() -> recordKey.filter(k -> !k.equals(ownId.orElse(null))));
        return new Event(
                text(headers, "ce_tenant").filter(t -> !t.isEmpty()).orElse(Event.DEFAULT_TENANT),
                topic,
                id.orElseGet(() -> (topic + "-" + at.partition() + "-" + at.offset()).replace('.', '_')),
                text(headers, "ce_type").filter(t -> !t.isEmpty()).orElse(topic),
                text(headers, "ce_source").filter(s -> !s.isEmpty()).orElse("/" + topic),
                text(headers, "ce_time").flatMap(EventHeaders::time).orElse(Instant.ofEpochMilli(at.timestamp())),
                key,
                text(headers, "ce_subject"),
                text(headers, "traceparent").filter(EventHeaders::fitsARequest),
                text(headers, "content-type")
                        .or(() -> text(headers, "ce_datacontenttype"))
                        .filter(EventHeaders::fitsARequest),
                extensions,
                sentAlong(headers),
                data);
    }

    /** As many as there may be, of those that may be sent; a name counts once, whatever its case, and the last value does. */
    private static Map<String, String> sentAlong(Headers headers) {
        Map<String, String> all = Map.of();
        for (Header header : headers) {
            if (header.key().startsWith(SENT_ALONG) && header.value() != null) {
                String name = header.key().substring(SENT_ALONG.length());
                String value = new String(header.value(), UTF_8);
                if (HeaderRules.ofAnEvent(name, value)) {
                    all = all.isEmpty() ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : all;
                    all.put(name, value);
                }
            }
        }
        if (all.isEmpty()) {
            return all;
        }
        Map<String, String> sent = new HashMap<>();
        int size = 0;
        for (Map.Entry<String, String> header : all.entrySet()) {
            size += header.getKey().length() + header.getValue().length();
            if (sent.size() < HeaderRules.MOST && size <= HeaderRules.MOST_ALL) {
                sent.put(header.getKey(), header.getValue());
            }
        }
        return sent;
    }

    /** Whether a text may be an event id: printable ASCII without a dot, which separates the parts of a signed text. */
    public static boolean usableId(String id) {
        return !id.isEmpty() && id.length() <= MAX_ID && id.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '.');
    }

    /** Whether a text may be sent as a header of a request: a stranger's line break must not end it. */
    private static boolean fitsARequest(String text) {
        return !text.isBlank() && text.length() <= MAX_HEADER && text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }

    /** Years of four digits, as RFC 3339 has them: others do not fit epoch milliseconds. */
    private static Optional<Instant> time(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return time.getYear() < 0 || time.getYear() > 9999 ? Optional.empty() : Optional.of(time.toInstant());
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    /** As an instant writes itself, but without a formatter. */
    static String text(Instant time) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        boolean shortened = utc.getSecond() == 0 && utc.getNano() == 0;
        return shortened ? time.toString() : utc + "Z";
    }

    static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), UTF_8));
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    /**
     * Where a record lies and when it got there.
     *
     * @param timestamp epoch milliseconds
     */
    public record Coordinates(int partition, long offset, long timestamp) {}
}
