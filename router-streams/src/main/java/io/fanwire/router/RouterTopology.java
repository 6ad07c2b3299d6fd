package io.fanwire.router;

import io.fanwire.schemas.AvroSerdes;
import io.fanwire.schemas.Topics;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;

/** The whole app on one page: events × subscriptions → deliveries. */
final class RouterTopology {
    static final String DELIVERIES = "deliveries";
    static final String FANOUTS = "fanouts";
    static final String POISON = "poison";

    private static final String EVENTS = "events";
    private static final String FANOUT = "fanout";

    /** The record's own time, and 0 where a client set none: a strange time stamp must not stop the topology. */
    private static final TimestampExtractor ANY_TIME = (record, partitionTime) -> Math.max(0, record.timestamp());

    private RouterTopology() {}

    /** @param freshness gives every stream thread its own */
    static Topology build(
            Topics topics,
            AvroSerdes serdes,
            SubscriptionIndex index,
            Supplier<Freshness> freshness,
            RouterMetrics metrics,
            Patience patience) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        ByteArraySerializer same = new ByteArraySerializer();
        SharedExpressions expressions = SharedExpressions.none();
        SpreadPartitioner partitioner = new SpreadPartitioner();
        return new Topology()
                .addGlobalStore(
                        IndexStore.builder(),
                        "subscriptions",
                        ANY_TIME,
                        new StringDeserializer(),
                        bytes,
                        topics.subscriptions(),
                        "index",
                        () -> new IndexProcessor(serdes.subscriptions(), index, metrics, patience))
                .addSource(AutoOffsetReset.earliest(), EVENTS, ANY_TIME, bytes, bytes, topics.routed())
                .addProcessor(
                        FANOUT,
                        () -> new FanoutProcessor(
                                new FanoutProcessor.Parts(
                                        topics, index, serdes.deliveries(), expressions, partitioner::partitions),
                                freshness,
                                metrics,
                                patience),
                        EVENTS)
                .addSink(DELIVERIES, topics.deliveries(), same, same, partitioner, FANOUT)
                .addSink(FANOUTS, topics.fanouts(), same, same, FANOUT)
                .addSink(POISON, topics.poison(), same, same, FANOUT);
    }
}
