package io.fanwire.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.dispatcher.ledger.Audit;
import io.fanwire.dispatcher.ledger.LedgerLine;
import io.fanwire.local.Json;
import io.fanwire.local.guarantee.Histories;
import io.fanwire.local.receiver.Script;
import io.fanwire.schemas.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What comes for a subscription that stands still is kept, and arrives once it may go on. */
class SuspendIT extends OnAPlatform {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int EVENTS = 40;

    @Test
    void aPausedSubscriptionGetsEverythingOnceItIsEnabled() {
        try (Callback paused = Callback.subscribe(client, "paused", "orders", Script.always(200), s -> {});
                Callback other = Callback.subscribe(client, "other", "orders", Script.always(200), s -> {})) {
            act("paused", "disable");
            publish();
            await().atMost(PATIENCE).until(() -> other.counts().distinct() == EVENTS);
            await().atMost(PATIENCE).until(() -> suspended() == EVENTS);
            assertThat(paused.received()).isEmpty();
            assertThat(line().pending()).isEqualTo(EVENTS);
            assertThat(line().balanced()).isTrue();

            act("paused", "enable");

            await().atMost(PATIENCE).until(() -> paused.counts().distinct() == EVENTS);
            await().atMost(PATIENCE).until(() -> line().delivered() == 2 * EVENTS);
            assertThat(paused.received()).as("each once").hasSize(EVENTS);
            assertThat(line().balanced()).isTrue();
        }
    }

    @Test
    void aCallbackThatIsGoneGetsNothingUntilItsOwnerWritesItAgain() {
        try (Callback gone = Callback.subscribe(client, "gone", "orders", Script.always(410), s -> {})) {
            publish();
            await().atMost(PATIENCE).until(() -> subscription("gone")
                    .at("/suspended/reason")
                    .asText()
                    .equals("gone"));
            await().atMost(PATIENCE).until(() -> suspended() + deadLettered() == EVENTS);
            int requests = gone.received().size();
            publish();
            await().atMost(PATIENCE).until(() -> suspended() + deadLettered() == 2 * EVENTS);
            assertThat(gone.received()).as("it is left alone").hasSize(requests);

            gone.follow(Script.always(200));
            act("gone", "enable");

            long kept = 2 * EVENTS - deadLettered();
            await().atMost(PATIENCE).until(() -> gone.counts().distinct() == kept);
            await().atMost(PATIENCE).until(() -> line().delivered() == kept);
            assertThat(subscription("gone").has("suspended")).isFalse();
            assertThat(line().balanced()).isTrue();
        }
    }

    @Test
    void whatADeletedSubscriptionLeftIsCancelled() {
        try (Callback paused = Callback.subscribe(client, "paused", "orders", Script.always(200), s -> {})) {
            act("paused", "disable");
            publish();
            await().atMost(PATIENCE).until(() -> suspended() == EVENTS);

            client.deleteSubscription("paused");

            await().atMost(PATIENCE).until(() -> line().cancelled() == EVENTS);
            assertThat(paused.received()).isEmpty();
        }
    }

    private void act(String subscription, String action) {
        client.act(subscription, action);
    }

    private JsonNode subscription(String id) {
        return client.subscription(id);
    }

    private long suspended() {
        return Histories.read(platform.cluster(), List.of(platform.topics().suspended()))
                .size();
    }

    private long deadLettered() {
        return Histories.topicsOnly(platform.cluster(), platform.topics()).attempts().stream()
                .filter(attempt -> attempt.state() == Attempt.State.DEAD_LETTERED)
                .count();
    }

    private LedgerLine line() {
        try (Audit audit = new Audit(platform.cluster(), platform.topics())) {
            return audit.run(Optional.empty()).stream()
                    .filter(line -> line.topic().equals("orders"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void publish() {
        ArrayNode events = Json.array();
        for (int i = 0; i < EVENTS; i++) {
            ObjectNode event = events.addObject().put("type", "order.made");
            event.putObject("data").put("n", i);
        }
        assertThat(client.publish(
                                "orders",
                                true,
                                Map.of("content-type", "application/json"),
                                Json.line(events).getBytes(UTF_8))
                        .status())
                .isEqualTo(202);
    }
}
