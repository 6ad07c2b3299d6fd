package io.fanwire.schemas;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A delivery that was given up, as its record in the dead-letter topic tells it. Headers that are missing or make no sense are left
 * out: anybody may have written the record.
 *
 * @param at when it became a dead letter
 * @param reason one word, {@code unknown} without one
 */
public record DeadLetter(
        int partition,
        long offset,
        Instant at,
        Delivery delivery,
        String reason,
        Optional<Integer> status,
        Optional<String> message,
        Optional<Integer> attempts,
        Optional<Instant> firstAt,
        Optional<Instant> lastAt,
        Optional<String> url) {

    /**
     * Empty for a record that is no delivery and never will be.
     *
     * @throws RegistryUnavailableException when the record's schema cannot be fetched now
     */
    public static Optional<DeadLetter> read(ConsumerRecord<byte[], byte[]> record, Deserializer<Delivery> deliveries) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(record, deliveries.deserialize(record.topic(), record.value())));
        } catch (UnreadableRecordException unreadable) {
            return Optional.empty();
        }
    }

    private static DeadLetter of(ConsumerRecord<byte[], byte[]> record, Delivery delivery) {
        Headers headers = record.headers();
        return new DeadLetter(
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(Math.max(0, record.timestamp())),
                delivery,
                ErrorHeaders.read(headers, "reason").orElse("unknown"),
                ErrorHeaders.read(headers, "status").flatMap(DeadLetter::number),
                ErrorHeaders.read(headers, "message"),
                ErrorHeaders.read(headers, "attempts").flatMap(DeadLetter::number),
                ErrorHeaders.read(headers, "first.at").flatMap(DeadLetter::time),
                ErrorHeaders.read(headers, "last.at").flatMap(DeadLetter::time),
                ErrorHeaders.read(headers, "url"));
    }

    private static Optional<Integer> number(String text) {
        return text.matches("[0-9]{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }
}
