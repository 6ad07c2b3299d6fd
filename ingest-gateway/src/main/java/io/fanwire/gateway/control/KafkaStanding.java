package io.fanwire.gateway.control;

import io.fanwire.runtime.TopicCopy;
import io.fanwire.schemas.Cluster;
import io.fanwire.schemas.RecordSerde;
import io.fanwire.schemas.RegistryUnavailableException;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.SubscriptionState;
import io.fanwire.schemas.SubscriptionState.Suspension;
import io.fanwire.schemas.UnreadableRecordException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the dispatchers wrote to the state topic, copied into memory. */
public final class KafkaStanding implements Standing, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaStanding.class);
    private static final String CLIENT = "fanwire-gateway-states";

    private final String topic;
    private final RecordSerde<SubscriptionState, ?> serde;
    private final TopicCopy copy;
    private final Map<SubscriptionKey, Map<Integer, Suspension>> suspended = new ConcurrentHashMap<>();

    /** {@code overrides}: the operator's own client settings. */
    public KafkaStanding(
            Cluster cluster, String topic, RecordSerde<SubscriptionState, ?> serde, Map<String, Object> overrides) {
        this(topic, serde, TopicCopy.consumer(CLIENT, cluster.clientProperties(), overrides));
    }

    KafkaStanding(String topic, RecordSerde<SubscriptionState, ?> serde, Consumer<String, byte[]> consumer) {
        this.topic = topic;
        this.serde = serde;
        this.copy = new TopicCopy("gateway-states-copy", topic, consumer, this::take);
    }

    private boolean take(ConsumerRecord<String, byte[]> record) {
        Optional<SubscriptionKey> key = Optional.ofNullable(record.key()).flatMap(SubscriptionKey::parse);
        try {
            key.ifPresent(subscription -> put(subscription, record));
        } catch (RegistryUnavailableException away) {
            return false;
        } catch (UnreadableRecordException unreadable) {
            LOG.atWarn()
                    .addKeyValue("subscription", record.key())
                    .addKeyValue("error", unreadable.getMessage())
                    .log("the state of a subscription cannot be read");
        }
        return true;
    }

    private void put(SubscriptionKey subscription, ConsumerRecord<String, byte[]> record) {
        Optional<Suspension> suspension = record.value() == null
                ? Optional.empty()
                : serde.deserialize(topic, record.value()).suspension();
        // Of a subscription whose deliveries are spread the owner of each partition writes its own.
        Map<Integer, Suspension> known = new HashMap<>(suspended.getOrDefault(subscription, Map.of()));
        known.remove(record.partition());
        suspension.ifPresent(present -> known.put(record.partition(), present));
        if (known.isEmpty()) {
            suspended.remove(subscription);
        } else {
            suspended.put(subscription, Map.copyOf(known));
        }
    }

    @Override
    public Optional<Suspension> suspension(Subscription subscription) {
        return suspended.getOrDefault(subscription.key(), Map.of()).values().stream()
                .max(Comparator.comparing(Suspension::position))
                .filter(suspension -> !subscription.updatedAt().isAfter(suspension.since()));
    }

    /** Reads what is there, and follows from then on. */
    public void start(Duration within) {
        copy.start(within);
    }

    public boolean live() {
        return copy.live();
    }

    @Override
    public void close() {
        copy.close();
    }
}
