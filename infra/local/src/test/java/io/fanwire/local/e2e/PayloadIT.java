package io.fanwire.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.fanwire.local.Json;
import io.fanwire.local.client.GatewayClient;
import io.fanwire.local.guarantee.Histories;
import io.fanwire.local.receiver.Received;
import io.fanwire.local.receiver.Script;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** The accepted bytes come to a callback in whatever format it asked for, under a signature over exactly the bytes sent. */
class PayloadIT extends OnAPlatform {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void everySizeAndKindOfPayloadArrivesByteForByte() {
        Map<String, byte[]> sent = new LinkedHashMap<>();
        long seed = System.nanoTime();
        System.out.println("payload seed " + seed);
        Random random = new Random(seed);
        for (int size : List.of(1, 2, 1023, 16_384, 65_537, 262_144)) {
            byte[] binary = new byte[size];
            random.nextBytes(binary);
            sent.put("binary-" + size, binary);
        }
        sent.put("text", "{ \"name\":\"Zoë \uD83D\uDE80 日本\",  \"n\": 1.10e+2 }\r\n".getBytes(UTF_8));
        sent.put("xml", "<?xml version=\"1.0\"?><a>ü</a>".getBytes(UTF_8));

        try (Callback raw = subscribe();
                Callback binary = subscribe("cloudevents-binary");
                Callback structured = subscribe("cloudevents-structured");
                Callback xml = subscribe("xml");
                Callback form = subscribe("form")) {
            sent.forEach(
                    (id, body) -> assertThat(publish(id, body).status()).as(id).isEqualTo(202));
            for (Callback each : List.of(raw, binary, structured, xml, form)) {
                await().atMost(PATIENCE).until(() -> each.counts().distinct() == sent.size());
            }
            binary.received().forEach(received -> assertBinary(received, sent));
            structured.received().forEach(received -> assertStructured(received, sent));
            form.received().forEach(received -> assertForm(received, sent));
            xml.received().forEach(received -> assertXml(received, sent));
            Map.of("cloudevents-binary", binary, "cloudevents-structured", structured, "form", form, "xml", xml)
                    .forEach((format, each) -> assertThat(each.received())
                            .allMatch(received -> received.header("webhook-signature")
                                    .equals(Optional.of(signature(format, received, received.body())))));

            for (Received received : raw.received()) {
                byte[] expected = sent.getOrDefault(received.eventId(), new byte[0]);
                assertThat(sha256(received.body())).as(received.eventId()).isEqualTo(sha256(expected));
                assertThat(received.header("content-type")).contains("application/octet-stream");
                assertThat(received.header("webhook-signature")).contains(signature("raw", received, expected));
            }
        }
    }

    @Test
    void realPayloadsArriveByteForByteAndTheStandardLibraryVerifiesEach() throws IOException {
        Path data = Path.of(System.getProperty("fanwire.root", "../.."))
                .resolve("../shared/data/github-events.jsonl")
                .normalize();
        Map<String, byte[]> sent = Files.isRegularFile(data) ? recorded(data) : made();

        try (Callback raw = subscribe()) {
            for (Map.Entry<String, byte[]> event : sent.entrySet()) {
                GatewayClient.Answer answer = client.publish(
                        TOPIC,
                        false,
                        Map.of("content-type", "application/json"),
                        envelope(event.getKey(), event.getValue()));
                assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
            }
            await().atMost(PATIENCE).until(() -> raw.counts().distinct() == sent.size());

            assertThat(raw.received()).hasSize(sent.size());
            for (Received received : raw.received()) {
                assertThat(sha256(received.body()))
                        .isEqualTo(sha256(sent.getOrDefault(received.eventId(), new byte[0])));
                assertThat(verified(received)).as(received.eventId()).isTrue();
            }
        }
    }

    @Test
    void anOrdinaryConsumerDecodesDeliveriesThroughTheRegistry() {
        try (Callback raw = subscribe();
                KafkaAvroDeserializer confluent = new KafkaAvroDeserializer()) {
            confluent.configure(Map.of("schema.registry.url", platform.cluster().registryUrl()), false);
            publish("one", "hello".getBytes(UTF_8));
            await().atMost(PATIENCE).until(() -> raw.counts().distinct() == 1);

            List<GenericRecord> deliveries =
                    Histories.read(platform.cluster(), List.of(platform.topics().deliveries())).stream()
                            .map(record -> (GenericRecord) confluent.deserialize(record.topic(), record.value()))
                            .toList();

            assertThat(deliveries).singleElement().satisfies(delivery -> {
                assertThat(delivery.get("eventId").toString()).isEqualTo("one");
                assertThat(delivery.get("subscriptionId").toString()).isEqualTo("raw");
                assertThat(delivery.get("body")).isEqualTo(ByteBuffer.wrap("hello".getBytes(UTF_8)));
            });
        }
    }

    private static void assertBinary(Received received, Map<String, byte[]> sent) {
        assertThat(sha256(received.body())).isEqualTo(sha256(sent.getOrDefault(received.eventId(), new byte[0])));
        assertThat(received.header("content-type")).contains("application/octet-stream");
        assertThat(received.header("ce-specversion")).contains("1.0");
        assertThat(received.header("ce-id")).contains(received.eventId());
        assertThat(received.header("ce-source")).contains("/test");
        assertThat(received.header("ce-type")).contains("payload.sent");
    }

    private static void assertStructured(Received received, Map<String, byte[]> sent) {
        assertThat(received.header("content-type")).contains("application/cloudevents+json");
        JsonNode event = Json.parse(new String(received.body(), UTF_8)).orElseThrow();
        assertThat(event.path("id").asText()).isEqualTo(received.eventId());
        assertThat(event.path("datacontenttype").asText()).isEqualTo("application/octet-stream");
        assertThat(sha256(Base64.getDecoder().decode(event.path("data_base64").asText())))
                .isEqualTo(sha256(sent.getOrDefault(received.eventId(), new byte[0])));
    }

    private static void assertForm(Received received, Map<String, byte[]> sent) {
        assertThat(received.header("content-type")).contains("application/x-www-form-urlencoded");
        String form = URLDecoder.decode(new String(received.body(), UTF_8), UTF_8);
        assertThat(form).startsWith("type=payload.sent&timestamp=");
        String data = form.substring(form.indexOf("&dataBase64=") + "&dataBase64=".length());
        assertThat(sha256(Base64.getDecoder().decode(data)))
                .isEqualTo(sha256(sent.getOrDefault(received.eventId(), new byte[0])));
    }

    private static void assertXml(Received received, Map<String, byte[]> sent) {
        assertThat(received.header("content-type")).contains("application/xml");
        String xml = new String(received.body(), UTF_8);
        String data =
                xml.substring(xml.indexOf("<dataBase64>") + "<dataBase64>".length(), xml.indexOf("</dataBase64>"));
        assertThat(sha256(Base64.getDecoder().decode(data)))
                .isEqualTo(sha256(sent.getOrDefault(received.eventId(), new byte[0])));
    }

    private Callback subscribe() {
        return subscribe("raw");
    }

    /** Its format is its name. */
    private Callback subscribe(String format) {
        return Callback.subscribe(client, format, TOPIC, Script.always(200), s -> s.put("format", format));
    }

    private GatewayClient.Answer publish(String id, byte[] body) {
        return client.publish(
                TOPIC,
                false,
                Map.of(
                        "content-type", "application/octet-stream",
                        "ce-specversion", "1.0",
                        "ce-id", id,
                        "ce-source", "/test",
                        "ce-type", "payload.sent"),
                body);
    }

    /** The data's own bytes, found in the line, so that nothing is parsed and written again on the way to the comparison. */
    private static Map<String, byte[]> recorded(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, UTF_8);
        Map<String, byte[]> events = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String data = line.substring(line.indexOf("\"data\":") + "\"data\":".length(), line.length() - 1);
            assertThat(Json.parse(data)).as("the data ends the line").isPresent();
            events.put("github-" + i, data.getBytes(UTF_8));
        }
        return events;
    }

    private static Map<String, byte[]> made() {
        return java.util.stream.IntStream.range(0, 329)
                .boxed()
                .collect(Collectors.toMap(
                        i -> "made-" + i,
                        i -> ("{\"n\":" + i + ",\"text\":\"" + "é".repeat(i * 60) + "\"}").getBytes(UTF_8)));
    }

    private static byte[] envelope(String id, byte[] data) {
        byte[] head = ("{\"id\":\"" + id + "\",\"type\":\"github.event\",\"data\":").getBytes(UTF_8);
        byte[] whole = Arrays.copyOf(head, head.length + data.length + 1);
        System.arraycopy(data, 0, whole, head.length, data.length);
        whole[whole.length - 1] = '}';
        return whole;
    }

    private static boolean verified(Received received) {
        try {
            new Webhook(Callback.secret("raw")).verify(new String(received.body(), UTF_8), received.headers());
            return true;
        } catch (com.standardwebhooks.exceptions.WebhookVerificationException
                | com.standardwebhooks.exceptions.EmptyWebhookSecretException refused) {
            return false;
        }
    }

    /** Standard Webhooks by hand: the library signs text only. */
    private static String signature(String subscription, Received received, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] key =
                    Base64.getDecoder().decode(Callback.secret(subscription).substring("whsec_".length()));
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            String head = received.eventId() + "."
                    + received.header("webhook-timestamp").orElseThrow() + ".";
            mac.update(head.getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
