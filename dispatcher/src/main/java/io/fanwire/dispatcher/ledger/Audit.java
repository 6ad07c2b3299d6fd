package io.fanwire.dispatcher.ledger;

import io.fanwire.schemas.Attempt;
import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.FanoutHeaders;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.Topics;
import io.fanwire.schemas.UnreadableRecordException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * One audit: reads what was accepted, what was matched, what ended, and where the rest lies.
 *
 * <pre>
 *   events ─▶ accepted     deliveries, up to their end now ─▶ made
 *      ┌─▶ places where one waits ─▶ found ──▶ attempts, up to their end now ─▶ ended ──▶ some missing? ─┐
 *      └──────────────── at most {@value #SEARCHES} times: what moved is looked for again ◀───────────────┘
 * </pre>
 *
 * Attempts are read after the places, so that what ended meanwhile is known to have ended; what moved from a place not yet read to
 * one read before is found in the next search. What is still missing then is lost. Older than the topics keep, nothing is known:
 * an account begins where the deliveries begin, or later.
 */
public final class Audit implements AutoCloseable {
    private static final int SEARCHES = 5;

    private final Topics topics;
    private final AvroSerdes serdes;
    private final TopicScan scan;
    private final Places places;
    private final RecordSerde<Delivery, ?> deliveries;
    private final RecordSerde<Attempt, ?> attempts;

    /** For somebody who waits for it. */
    public Audit(Cluster cluster, Topics topics) {
        this(cluster, topics, Rest.none());
    }

    private Audit(Cluster cluster, Topics topics, Rest rest) {
        this.topics = topics;
        this.serdes = AvroSerdes.of(cluster);
        this.scan = new TopicScan(cluster, rest);
        this.places = new Places(cluster, topics, scan, serdes);
        this.deliveries = serdes.deliveries();
        this.attempts = serdes.attempts();
    }

    /** One audit of what was made since a time, with clients of its own, beside a dispatcher's work: it takes its time. */
    public static List<LedgerLine> beside(Cluster cluster, Topics topics, Instant since) {
        try (Audit audit = new Audit(cluster, topics, Rest.threeOfFour())) {
            return audit.run(Optional.of(since));
        }
    }

    /** The account of each topic, of deliveries made since a time, or of all that is kept. */
    public List<LedgerLine> run(Optional<Instant> since) {
        Book book = new Book();
        accepted(book, since);
        left(book);
        made(book, since);
        List<TopicPartition> ofAttempts = scan.partitions(topics.attempts());
        Map<TopicPartition, Long> read = new HashMap<>(scan.starts(ofAttempts, since));
        for (int search = 0; search == 0 || (search < SEARCHES && book.missing() > 0); search++) {
            places.eachWaiting(delivery -> book.found(hash(delivery)));
            Map<TopicPartition, Long> ends = scan.ends(ofAttempts);
            scan.read(read, ends, record -> ended(book, record));
            read.putAll(ends);
        }
        return book.lines();
    }

    private void accepted(Book book, Optional<Instant> since) {
        List<TopicPartition> partitions = scan.partitions(topics.allEvents());
        Map<TopicPartition, Long> routed = places.committed(topics.routerGroup());
        scan.read(
                scan.starts(partitions, since),
                scan.ends(partitions),
                record -> book.accepted(
                        topics.eventTopic(record.topic()).orElseThrow(),
                        record.offset()
                                < routed.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L)));
    }

    /** What is left of a wide event is on its way to deliveries: it is not routed yet. */
    private void left(Book book) {
        List<TopicPartition> partitions = scan.partitions(topics.fanouts());
        Map<TopicPartition, Long> from = new HashMap<>(scan.starts(partitions, Optional.empty()));
        places.committed(topics.routerGroup())
                .forEach((partition, offset) ->
                        from.computeIfPresent(partition, (same, first) -> Math.max(first, offset)));
        scan.read(from, scan.ends(partitions), record -> FanoutHeaders.text(record.headers(), FanoutHeaders.TOPIC)
                .flatMap(topics::eventTopic)
                .ifPresent(book::left));
    }

    /** A record that has its place in an order already is a copy of one that was made before. */
    private void made(Book book, Optional<Instant> since) {
        List<TopicPartition> partitions = scan.partitions(topics.deliveries());
        scan.read(scan.starts(partitions, since), scan.ends(partitions), record -> read(record)
                .ifPresent(delivery -> {
                    if (delivery.progress().sequence().isEmpty()) {
                        book.made(
                                delivery.origin().topic(),
                                hash(delivery),
                                delivery.progress().generation() > 0);
                    }
                }));
    }

    private void ended(Book book, ConsumerRecord<byte[], byte[]> record) {
        try {
            Attempt attempt = attempts.deserialize(record.topic(), record.value());
            if (attempt.state().terminal()) {
                book.ended(DeliveryHash.of(attempt.deliveryId(), attempt.generation()), attempt.state());
            }
        } catch (UnreadableRecordException forged) {
            return; // proves nothing, so its delivery stays missing
        }
    }

    /** What is no delivery belongs in no account: it goes to the poison topic. */
    private Optional<Delivery> read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.value() == null
                    ? Optional.empty()
                    : Optional.of(deliveries
                            .deserialize(record.topic(), record.value())
                            .foundAt(record.partition(), record.offset(), Instant.EPOCH));
        } catch (UnreadableRecordException unreadable) {
            return Optional.empty();
        }
    }

    private static long hash(Delivery delivery) {
        return DeliveryHash.of(delivery.id(), delivery.progress().generation());
    }

    @Override
    public void close() {
        places.close();
        scan.close();
        serdes.close();
    }
}
