package io.fanwire.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fanwire.local.client.GatewayClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What was accepted can be read back from Kafka: all of it, once, to the letter, and nothing that was not committed. */
class ReadBackIT extends OnAPlatform {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void everyAcceptedEventIsInThePagesOnceAndInOrder() {
        List<String> accepted = new ArrayList<>();
        Instant middle = Instant.EPOCH;
        for (int i = 0; i < 40; i++) {
            accepted.add(publish(
                    "{\"type\":\"order." + (i % 2 == 0 ? "created" : "paid") + "\",\"data\":{ \"n\":  " + i + " }}"));
            if (i == 19) {
                middle = pause();
            }
        }

        List<JsonNode> all = pages("limit=7");
        assertThat(ids(all)).containsExactlyElementsOf(accepted);
        assertThat(all)
                .extracting(event -> Instant.parse(event.path("publishedAt").asText()))
                .isSorted();
        assertThat(all).extracting(event -> event.at("/data/n").asInt()).startsWith(0, 1, 2);
        assertThat(ids(pages("limit=5&from=" + middle))).containsExactlyElementsOf(accepted.subList(20, 40));
        assertThat(ids(pages("limit=50&to=" + middle))).containsExactlyElementsOf(accepted.subList(0, 20));
        assertThat(pages("limit=250&type=order.paid")).hasSize(20);
        assertThat(get("/v1/topics/orders/events?limit=1", "").body()).contains("\"data\":{ \"n\":  0 }");
        assertThat(ids(pages("from=2000-01-01T00:00:00Z&to=2001-01-01T00:00:00Z")))
                .isEmpty();
    }

    @Test
    void anEventIsFoundByItsIdAndByItsTenantOnly() {
        String made = publish("{\"type\":\"t\",\"data\":1}");
        publish("{\"id\":\"own-id\",\"type\":\"t\",\"data\":2}");
        try (KafkaProducer<String, byte[]> producer = producer("")) {
            producer.send(bare("{\"bare\":true}"));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> pages("").size() == 3);
        String bare = pages("").get(2).path("id").asText();

        assertThat(bare).startsWith("orders-");
        for (String id : List.of(made, "own-id", bare)) {
            assertThat(read("/v1/events/" + id).path("id").asText()).isEqualTo(id);
            assertThat(get("/v1/events/" + id, "acme").statusCode()).isEqualTo(404);
        }
        assertThat(read("/v1/events/" + bare).at("/data/bare").asBoolean()).isTrue();
        assertThat(get("/v1/events/never", "").statusCode()).isEqualTo(404);
        assertThat(get("/v1/events/own-id?topic=orders&since=" + Instant.now().plusSeconds(3600), "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(get("/v1/topics/nosuch/events", "").statusCode()).isEqualTo(404);
        assertThat(pagesFor("acme", "")).isEmpty();
    }

    @Test
    void whatIsNotCommittedIsNotThere() {
        try (KafkaProducer<String, byte[]> producer = producer("read-back")) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(bare("\"aborted\""));
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(bare("\"committed\""));
            producer.flush();

            assertThat(pages("")).isEmpty();

            producer.commitTransaction();
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> pages("").size() == 1);
        assertThat(pages("").get(0).path("data").asText()).isEqualTo("committed");
        assertThat(get("/v1/events/orders-" + partitionOf(pages("").get(0)) + "-0", "")
                        .statusCode())
                .isEqualTo(404);
    }

    private static int partitionOf(JsonNode event) {
        return event.path("partition").asInt();
    }

    /** An instant after all that was published before, and before all that is published later. */
    private static Instant pause() {
        Instant now = Instant.now().plusMillis(5);
        await().pollInterval(Duration.ofMillis(5)).until(() -> Instant.now().isAfter(now.plusMillis(5)));
        return now;
    }

    private String publish(String event) {
        GatewayClient.Answer answer =
                client.publish(TOPIC, false, Map.of("content-type", "application/json"), event.getBytes(UTF_8));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        return answer.body().path("id").asText();
    }

    private List<JsonNode> pages(String query) {
        return pagesFor("", query);
    }

    private List<JsonNode> pagesFor(String tenant, String query) {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonNode page = json(get("/v1/topics/orders/events?" + query + cursor, tenant));
            page.path("data").forEach(all::add);
            if (page.path("next").isNull()) {
                return all;
            }
            assertThat(page.path("next").asText()).as(page.toString()).isNotEmpty();
            cursor = "&cursor=" + page.path("next").asText();
        }
    }

    private static List<String> ids(List<JsonNode> events) {
        return events.stream().map(event -> event.path("id").asText()).toList();
    }

    private JsonNode read(String path) {
        return json(get(path, ""));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        try {
            return JSON.readTree(answer.body());
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    private HttpResponse<String> get(String path, String tenant) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(platform.url() + path))
                .header("Authorization", "Bearer " + TestPlatform.KEY)
                .timeout(Duration.ofSeconds(20));
        if (!tenant.isEmpty()) {
            request.header("Fanwire-Tenant", tenant);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private ProducerRecord<String, byte[]> bare(String value) {
        return new ProducerRecord<>(platform.topics().events(TOPIC), "k", value.getBytes(UTF_8));
    }

    /** An ordinary producer; with transactions, when it is given an id. */
    private KafkaProducer<String, byte[]> producer(String transactions) {
        Map<String, Object> properties = platform.cluster().clientProperties();
        if (!transactions.isEmpty()) {
            properties.put(
                    ProducerConfig.TRANSACTIONAL_ID_CONFIG, platform.topics().prefix() + transactions);
        }
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }
}
