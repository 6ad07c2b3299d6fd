package io.fanwire.router;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.expressions.EventView;
import io.fanwire.expressions.Transform;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.ErrorHeaders;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.EventHeaders;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Poison;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.Spread;
import io.fanwire.schemas.Topics;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event in, one delivery per match out, all of them in one transaction. Owned by its stream thread.
 *
 * <p>Nothing in an event may stop the topology: reading one never fails, and what fits no delivery record goes to {@code poison}.
 * What fails around it and will pass is tried again in place, before anything is forwarded, so nothing is forwarded twice.
 */
final class FanoutProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(FanoutProcessor.class);

    private final Topics topics;
    private final SubscriptionIndex index;
    private final RecordSerde<Delivery, ?> serde;
    private final Supplier<Freshness> ofThisThread;
    private final RouterMetrics metrics;
    private final Patience patience;
    private final Filtering filtering;
    private final Expressions<Transform.Made> transforms;
    private final HotSubscriptions hot = new HotSubscriptions();
    private final IntSupplier partitions;
    private Optional<Freshness> freshness = Optional.empty();

    /**
     * What the processors of a topology share.
     *
     * @param partitions how many the deliveries have
     */
    record Parts(
            Topics topics,
            SubscriptionIndex index,
            RecordSerde<Delivery, ?> serde,
            SharedExpressions expressions,
            IntSupplier partitions) {}

    FanoutProcessor(Parts parts, Supplier<Freshness> ofThisThread, RouterMetrics metrics, Patience patience) {
        this.topics = parts.topics();
        this.index = parts.index();
        this.serde = parts.serde();
        this.partitions = parts.partitions();
        this.ofThisThread = ofThisThread;
        this.metrics = metrics;
        this.patience = patience;
        this.transforms = parts.expressions().transforms();
        this.filtering = new Filtering(parts.expressions().filters(), metrics);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        Freshness joined = ofThisThread.get();
        joined.join();
        freshness = Optional.of(joined);
    }

    @Override
    public void close() {
        freshness.ifPresent(Freshness::leave);
        freshness = Optional.empty();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata at = context().recordMetadata().orElseThrow();
        Freshness fresh = freshness.orElseThrow();
        TopicPartition partition = new TopicPartition(at.topic(), at.partition());
        patience.keepTrying(() -> fresh.await(partition, at.offset()));
        fanOut(record, at);
        if (fresh.drained()) {
            context().commit();
        }
    }

    private void fanOut(Record<byte[], byte[]> record, RecordMetadata at) {
        Event event = read(record, at);
        EventView view = new EventView(event);
        Collection<CompiledSubscription> matches = filtering.of(view, index.matching(event));
        Shaping shaping = new Shaping(event, view, transforms);
        DeliveryOrigin origin = new DeliveryOrigin(
                event, record.timestamp(), at, Instant.ofEpochMilli(context().currentSystemTimeMs()));
        hot.count(matches, origin.now().toEpochMilli());
        int tooLarge = 0;
        int sent = 0;
        for (CompiledSubscription match : Shaping.ordered(matches)) {
            int index = 0;
            for (Shaping.Shaped shaped : shaping.of(match)) {
                Optional<byte[]> delivery = delivery(origin, match, shaped, shaping, index++);
                if (delivery.isPresent()) {
                    sent++;
                    context()
                            .forward(
                                    new Record<>(
                                            key(match),
                                            delivery.get(),
                                            origin.now().toEpochMilli()),
                                    RouterTopology.DELIVERIES);
                } else {
                    tooLarge++;
                }
            }
        }
        if (tooLarge > 0) {
            poison(record, at, origin.now(), tooLarge);
        }
        metrics.events.inc();
        metrics.deliveries.inc(sent);
        if (matches.isEmpty()) {
            metrics.unmatched.inc();
        }
    }

    private byte[] key(CompiledSubscription match) {
        int among = hot.isHot(match) ? Math.min(match.spread(), partitions.getAsInt()) : 1;
        if (among == 1) {
            return match.key().id().getBytes(UTF_8);
        }
        metrics.spread.inc();
        return Spread.key(match.key().id(), hot.next(match, among));
    }

    private Event read(Record<byte[], byte[]> record, RecordMetadata at) {
        return EventHeaders.fromRecord(
                topics.eventTopic(at.topic()).orElseThrow(),
                new EventHeaders.Coordinates(at.partition(), at.offset(), record.timestamp()),
                Optional.ofNullable(record.key()).map(key -> new String(key, UTF_8)),
                record.headers(),
                Payload.of(Optional.ofNullable(record.value()).orElseGet(() -> new byte[0])));
    }

    /** Empty when it is larger than a delivery may be, and was not made by a transform: then it is one that is not sent. */
    private Optional<byte[]> delivery(
            DeliveryOrigin origin, CompiledSubscription match, Shaping.Shaped shaped, Shaping shaping, int index) {
        Optional<byte[]> delivery = encode(origin.delivery(match, shaped, index));
        boolean made = match.transform().isPresent() && shaped.unshaped().isEmpty();
        if (delivery.isEmpty() && made) {
            return delivery(origin, match, shaping.unshaped(Shaping.tooLarge()), shaping, index);
        }
        metrics.transformFailures.inc(shaped.unshaped().isPresent() ? 1 : 0);
        return delivery;
    }

    /** Empty when it is larger than a delivery record may be. */
    private Optional<byte[]> encode(Delivery delivery) {
        return delivery.body().size() > Topics.MAX_DELIVERY_BYTES
                ? Optional.empty()
                : Optional.of(patience.keepTrying(() -> serde.serialize(topics.deliveries(), delivery)))
                        .filter(bytes -> bytes.length <= Topics.MAX_DELIVERY_BYTES);
    }

    /** One record for all matches that are too large: they hold the same bytes. */
    private void poison(Record<byte[], byte[]> record, RecordMetadata at, Instant now, int matches) {
        metrics.poison.inc();
        LOG.atWarn()
                .addKeyValue("topic", at.topic())
                .addKeyValue("partition", at.partition())
                .addKeyValue("offset", at.offset())
                .addKeyValue("subscriptions", matches)
                .log("event is too large for a delivery and went to the poison topic");
        String why = "as a delivery it takes more than " + Topics.MAX_DELIVERY_BYTES + " bytes; not sent to " + matches
                + " of the subscriptions that match it";
        ErrorHeaders reasons = new ErrorHeaders(
                "too_large",
                Optional.empty(),
                Optional.of(why),
                0,
                now,
                now,
                at.topic(),
                at.partition(),
                at.offset(),
                Optional.empty());
        ProducerRecord<byte[], byte[]> poison =
                Poison.record(topics.poison(), record.key(), record.value(), record.headers(), reasons);
        context()
                .forward(
                        new Record<>(poison.key(), poison.value(), now.toEpochMilli(), poison.headers()),
                        RouterTopology.POISON);
    }
}
