package io.fanwire.router;

import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.UnreadableRecordException;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the subscriptions topic to the index. Owned by the global thread.
 *
 * <p>A record that cannot be read changes nothing but the position: what its subscription said before stays in force, since to stop
 * deliveries in silence is worse than to go on as the owner last readably asked. It is logged and counted; the bytes stay in the
 * topic, where compaction keeps the newest of each key.
 */
final class IndexProcessor extends ContextualProcessor<String, byte[], Void, Void> {
    private static final Logger LOG = LoggerFactory.getLogger(IndexProcessor.class);

    private final RecordSerde<Subscription, ?> serde;
    private final SubscriptionIndex index;
    private final RouterMetrics metrics;
    private final Patience patience;

    IndexProcessor(
            RecordSerde<Subscription, ?> serde, SubscriptionIndex index, RouterMetrics metrics, Patience patience) {
        this.serde = serde;
        this.index = index;
        this.metrics = metrics;
        this.patience = patience;
    }

    @Override
    public void process(Record<String, byte[]> record) {
        RecordMetadata at = context().recordMetadata().orElseThrow();
        Optional<SubscriptionKey> key = SubscriptionKey.parse(record.key());
        if (record.value() == null) {
            key.ifPresent(ended -> index.remove(ended, at.offset()));
        } else {
            apply(record, at);
        }
        index.reached(at.offset() + 1);
    }

    private void apply(Record<String, byte[]> record, RecordMetadata at) {
        try {
            Subscription subscription = patience.keepTrying(() -> serde.deserialize(at.topic(), record.value()));
            if (!subscription.key().toString().equals(record.key())) {
                throw new UnreadableRecordException("the record key names another subscription");
            }
            index.put(subscription, at.offset());
        } catch (UnreadableRecordException unreadable) {
            metrics.unreadableSubscriptions.inc();
            LOG.atError()
                    .addKeyValue("topic", at.topic())
                    .addKeyValue("offset", at.offset())
                    .addKeyValue("subscription", record.key())
                    .addKeyValue("reason", unreadable.getMessage())
                    .log("subscription record cannot be read; what it said before stays in force");
        }
    }
}
