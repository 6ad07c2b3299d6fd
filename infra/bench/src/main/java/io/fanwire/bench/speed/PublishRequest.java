package io.fanwire.bench.speed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The bytes of a request that publishes one event, or a batch of them, without ids of the caller's own. */
final class PublishRequest {
    private static final int LETTERS = 26;

    private PublishRequest() {}

    static byte[] of(String key, String topic, int batch, int bytes, String orderingKey) {
        SplittableRandom random = new SplittableRandom(orderingKey.hashCode());
        String body = IntStream.range(0, batch)
                .mapToObj(n -> event(random, bytes, orderingKey))
                .collect(Collectors.joining(",", batch == 1 ? "" : "[", batch == 1 ? "" : "]"));
        String path = "/v1/topics/" + topic + (batch == 1 ? "/events" : "/events:batch");
        byte[] payload = body.getBytes(UTF_8);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("POST " + path + " HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer " + key
                        + "\r\ncontent-type: application/json\r\ncontent-length: " + payload.length + "\r\n\r\n")
                .getBytes(UTF_8));
        request.writeBytes(payload);
        return request.toByteArray();
    }

    /** Letters at random, as Kafka's own benchmark has them: equal ones would be compressed to nothing. */
    private static String event(SplittableRandom random, int bytes, String orderingKey) {
        StringBuilder event = new StringBuilder("{\"type\":\"order.created\",\"key\":\"")
                .append(orderingKey)
                .append("\",\"data\":{\"pad\":\"");
        for (int n = "{\"pad\":\"\"}".length(); n < bytes; n++) {
            event.append((char) ('A' + random.nextInt(LETTERS)));
        }
        return event.append("\"}}").toString();
    }
}
