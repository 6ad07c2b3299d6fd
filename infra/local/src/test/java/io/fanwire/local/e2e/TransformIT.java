package io.fanwire.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.local.Json;
import io.fanwire.local.client.GatewayClient;
import io.fanwire.local.guarantee.Histories;
import io.fanwire.local.receiver.Received;
import io.fanwire.local.receiver.Script;
import io.fanwire.local.receiver.Signature;
import io.fanwire.schemas.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A transform's JSON is what is signed and sent, each element of a list for itself, and one that fails sends nothing. */
class TransformIT extends OnAPlatform {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS = 40;

    @Test
    void aTransformMakesWhatIsSent() {
        try (Callback text = subscribe("text", "json", "{'text': 'Order ' + string(event.data.n)}");
                Callback split = subscribe("split", "json", "event.data.items.map(i, {'sku': i, 'of': event.id})");
                Callback form = subscribe("form", "form", "{'n': event.data.n, 'items': event.data.items}");
                Callback odd = subscribe("odd", "json", "{'odd': event.data.odd}")) {
            for (int n = 0; n < EVENTS; n++) {
                publish(n);
            }
            await().atMost(PATIENCE).until(() -> terminal().count() == 5L * EVENTS);

            assertThat(text.received()).hasSize(EVENTS);
            assertThat(text.received()).extracting(TransformIT::body).contains("{\"text\":\"Order 7\"}");
            assertThat(split.received()).hasSize(2 * EVENTS);
            assertThat(split.received())
                    .extracting(TransformIT::body)
                    .contains("{\"sku\":\"a7\",\"of\":\"e7\"}", "{\"sku\":\"b7\",\"of\":\"e7\"}")
                    .doesNotHaveDuplicates();
            assertThat(split.received().stream().map(received -> received.header("webhook-id")))
                    .as("each element is a delivery of its own")
                    .doesNotHaveDuplicates();
            assertThat(form.received()).extracting(TransformIT::body).contains("n=7&items=%5B%22a7%22%2C%22b7%22%5D");
            assertThat(odd.received()).hasSize(EVENTS / 2);
            assertThat(Stream.of(text, split, form, odd).flatMap(callback -> callback.received().stream()))
                    .allMatch(received -> received.signature() == Signature.VERIFIED);

            JsonNode letters = client.deadLetters("?subscription=odd&limit=100").path("data");
            assertThat(letters).hasSize(EVENTS / 2);
            assertThat(letters.findValuesAsText("reason")).containsOnly("transform");
            assertThat(letters.get(0).toString()).contains("there is no 'odd'");
            assertThat(terminal().filter(attempt -> attempt.state() == Attempt.State.DEAD_LETTERED))
                    .hasSize(EVENTS / 2);
        }
    }

    private Callback subscribe(String id, String format, String transform) {
        return Callback.subscribe(client, id, TOPIC, Script.always(200), subscription -> subscription
                .put("format", format)
                .put("transform", transform));
    }

    private void publish(int n) {
        ObjectNode event = Json.object().put("id", "e" + n).put("type", "order.made");
        ObjectNode data = event.putObject("data").put("n", n);
        data.putArray("items").add("a" + n).add("b" + n);
        if (n % 2 == 1) {
            data.put("odd", n);
        }
        GatewayClient.Answer answer = client.publish(
                TOPIC,
                false,
                Map.of("content-type", "application/json"),
                Json.line(event).getBytes(UTF_8));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
    }

    private static String body(Received received) {
        return new String(received.body(), UTF_8);
    }

    private Stream<Attempt> terminal() {
        List<Attempt> attempts =
                Histories.topicsOnly(platform.cluster(), platform.topics()).attempts();
        return attempts.stream().filter(attempt -> attempt.state().terminal());
    }
}
