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
 * One event in, one delivery per match out, all of them in one transaction, or, where they are very many, {@link Part} by part. Owned by its stream thread.
 *
 * <p>Nothing in an event may stop the topology: reading one never fails, and what fits no delivery record goes to {@code poison}.
 * What fails around it and will pass is tried again in place, before anything is forwarded, so nothing is forwarded twice.
 */
final class FanoutProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(FanoutProcessor.class);

    /** Of what cannot be left for another transaction: more would take longer than one may. */
    private static final long MOST_BYTES = 256L * 1024 * 1024;

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
        if (at.topic().equals(topics.fanouts())) {
            Rest.read(record.headers()).ifPresentOrElse(rest -> goOn(record, rest, fresh), () -> poison(record, at));
        } else {
            TopicPartition partition = new TopicPartition(at.topic(), at.partition());
            long position = patience.keepTrying(() -> fresh.await(partition, at.offset()));
            fanOut(record, EventPlace.of(at, record.timestamp()), position, Optional.empty());
        }
        if (fresh.drained()) {
            context().commit();
        }
    }

    private void goOn(Record<byte[], byte[]> record, Rest rest, Freshness fresh) {
        long position = patience.keepTrying(() -> fresh.await(rest.index()));
        fanOut(record, rest.place(), position, Optional.of(rest));
    }

    /** {@code before}: what an earlier part left. */
    private void fanOut(Record<byte[], byte[]> record, EventPlace place, long position, Optional<Rest> before) {
        Event event = read(record, place);
        EventView view = new EventView(event);
        Collection<CompiledSubscription> found = Part.left(index.matching(event), before);
        Collection<CompiledSubscription> matches = filtering.of(view, found);
        Part part = Part.of(matches, place, position, before, event.data().size(), RecordSize.of(record));
        DeliveryOrigin origin =
                new DeliveryOrigin(event, place, Instant.ofEpochMilli(context().currentSystemTimeMs()));
        hot.count(part.now(), origin.now().toEpochMilli());
        send(record, origin, part, new Shaping(event, view, transforms));
        part.rest().ifPresent(rest -> leave(record, origin, rest));
        if (before.isEmpty()) {
            metrics.events.inc();
            metrics.wide.inc(part.rest().isPresent() ? 1 : 0);
            metrics.unmatched.inc(matches.isEmpty() ? 1 : 0);
        }
    }

    private void send(Record<byte[], byte[]> record, DeliveryOrigin origin, Part part, Shaping shaping) {
        int unsent = 0;
        int sent = 0;
        long bytes = 0;
        for (CompiledSubscription match : Shaping.ordered(part.now())) {
            int index = 0;
            for (Shaping.Shaped shaped : shaping.of(match)) {
                Optional<byte[]> delivery =
                        bytes > MOST_BYTES ? Optional.empty() : delivery(origin, match, shaped, shaping, index++);
                if (delivery.isPresent()) {
                    sent++;
                    bytes += delivery.get().length;
                    context()
                            .forward(
                                    new Record<>(
                                            key(match),
                                            delivery.get(),
                                            origin.now().toEpochMilli()),
                                    RouterTopology.DELIVERIES);
                } else {
                    unsent++;
                }
            }
        }
        if (unsent > 0) {
            poison(record, origin, unsent);
        }
        metrics.deliveries.inc(sent);
    }

    /** In the transaction that writes this part, behind what has come meanwhile: a task takes the oldest record first. */
    private void leave(Record<byte[], byte[]> record, DeliveryOrigin origin, Rest rest) {
        context()
                .forward(
                        new Record<>(
                                record.key(),
                                record.value(),
                                origin.now().toEpochMilli(),
                                rest.beside(record.headers())),
                        RouterTopology.FANOUTS);
    }

    private byte[] key(CompiledSubscription match) {
        int among = hot.isHot(match) ? Spread.over(partitions.getAsInt()) : 1;
        if (among == 1) {
            return match.key().id().getBytes(UTF_8);
        }
        metrics.spread.inc();
        return Spread.key(match.key().id(), hot.next(match, among));
    }

    private Event read(Record<byte[], byte[]> record, EventPlace place) {
        return EventHeaders.fromRecord(
                topics.eventTopic(place.topic()).orElse(place.topic()),
                new EventHeaders.Coordinates(place.partition(), place.offset(), place.time()),
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

    /** One record for all that are too large: they hold the same bytes. */
    private void poison(Record<byte[], byte[]> record, DeliveryOrigin origin, int unsent) {
        EventPlace place = origin.place();
        LOG.atWarn()
                .addKeyValue("topic", place.topic())
                .addKeyValue("partition", place.partition())
                .addKeyValue("offset", place.offset())
                .addKeyValue("deliveries", unsent)
                .log("event is too large for a delivery and went to the poison topic");
        String why = "as a delivery it takes more than " + Topics.MAX_DELIVERY_BYTES
                + " bytes, or its deliveries more than " + MOST_BYTES + " together; not sent to " + unsent
                + " of the subscriptions that match it";
        poison(record, "too_large", why, place);
    }

    /** Nobody but a router writes there. */
    private void poison(Record<byte[], byte[]> record, RecordMetadata at) {
        poison(record, "undecodable", "no rest of a fan-out", EventPlace.of(at, record.timestamp()));
    }

    private void poison(Record<byte[], byte[]> record, String reason, String why, EventPlace place) {
        metrics.poison.inc();
        Instant now = Instant.ofEpochMilli(context().currentSystemTimeMs());
        ErrorHeaders reasons = new ErrorHeaders(
                reason,
                Optional.empty(),
                Optional.of(why),
                0,
                now,
                now,
                place.topic(),
                place.partition(),
                place.offset(),
                Optional.empty());
        ProducerRecord<byte[], byte[]> poison =
                Poison.record(topics.poison(), record.key(), record.value(), record.headers(), reasons);
        context()
                .forward(
                        new Record<>(poison.key(), poison.value(), now.toEpochMilli(), poison.headers()),
                        RouterTopology.POISON);
    }
}
