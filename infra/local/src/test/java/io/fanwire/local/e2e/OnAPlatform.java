package io.fanwire.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.local.client.GatewayClient;
import io.fanwire.local.guarantee.Guarantee;
import io.fanwire.local.guarantee.Histories;
import io.fanwire.local.guarantee.History;
import io.fanwire.local.receiver.Received;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test on all services, which are there anew for each of its methods, with a topic {@code orders}. */
abstract class OnAPlatform {
    static final String TOPIC = "orders";

    @TempDir
    Path folder;

    TestPlatform platform;
    GatewayClient client;

    @BeforeEach
    void start() {
        platform = TestPlatform.start(folder);
        client = platform.client();
        client.putTopic(TOPIC, 3);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    /** Holds guarantees against what was accepted, what callbacks got, and what lies in the topics. */
    void assertGuarantees(List<History.Accepted> accepted, List<Callback> callbacks, List<Guarantee> guarantees) {
        Map<String, List<Received>> received = new HashMap<>();
        callbacks.forEach(callback -> received.put(callback.id(), callback.received()));
        History topics = Histories.topicsOnly(platform.cluster(), platform.topics());
        History history = new History(accepted, received, topics.attempts(), topics.deliveries(), topics.committed());
        assertThat(guarantees).allSatisfy(guarantee -> assertThat(guarantee.violations(history))
                .as(guarantee.getClass().getSimpleName())
                .isEmpty());
    }
}
