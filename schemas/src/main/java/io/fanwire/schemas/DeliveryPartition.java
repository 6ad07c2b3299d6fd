package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Utils;

/** Which partition of the delivery topics a subscription's deliveries lie in: where Kafka's default partitioner puts their key. */
public final class DeliveryPartition {
    private DeliveryPartition() {}

    /** {@code partitions} is how many the delivery topics have. */
    public static int of(SubscriptionKey subscription, int partitions) {
        return of(subscription.id(), partitions);
    }

    static int of(String subscriptionId, int partitions) {
        return Utils.toPositive(Utils.murmur2(subscriptionId.getBytes(UTF_8))) % partitions;
    }
}
