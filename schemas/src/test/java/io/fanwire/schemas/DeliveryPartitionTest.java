package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class DeliveryPartitionTest {
    @Test
    void itIsWhereAProducerPutsTheKey() {
        for (int i = 0; i < 1000; i++) {
            SubscriptionKey key = new SubscriptionKey("tenant", "subscription-é-" + i);
            assertThat(DeliveryPartition.of(key, 1 + i % 50))
                    .isEqualTo(BuiltInPartitioner.partitionForKey(key.id().getBytes(UTF_8), 1 + i % 50));
        }
    }
}
