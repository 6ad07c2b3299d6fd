package io.fanwire.bench.speed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A request that publishes one event, or a batch of them, again and again: with an id of its own each time, or without. Of one thread. */
final class PublishRequest {
    private static final int LETTERS = 26;
    private static final String NO_ID = "000000000000";
    private static final byte[] ID = "\"id\":\"".getBytes(US_ASCII);

    private final byte[] bytes;
    private final int[] ids;
    private long next;

    private PublishRequest(byte[] bytes, int[] ids) {
        this.bytes = bytes;
        this.ids = ids;
    }

    /** {@code ids}: what all ids of this request begin with; empty: there are none. */
    static PublishRequest of(String key, String topic, int batch, int bytes, String orderingKey, String ids) {
        SplittableRandom random = new SplittableRandom(orderingKey.hashCode());
        String body = IntStream.range(0, batch)
                .mapToObj(n -> event(random, bytes, orderingKey, ids))
                .collect(Collectors.joining(",", batch == 1 ? "" : "[", batch == 1 ? "" : "]"));
        String path = "/v1/topics/" + topic + (batch == 1 ? "/events" : "/events:batch");
        byte[] payload = body.getBytes(UTF_8);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("POST " + path + " HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer " + key
                        + "\r\ncontent-type: application/json\r\ncontent-length: " + payload.length + "\r\n\r\n")
                .getBytes(UTF_8));
        request.writeBytes(payload);
        byte[] all = request.toByteArray();
        return new PublishRequest(all, ids.isEmpty() ? new int[0] : places(all, ids.length()));
    }

    /** All bytes of the request, to be sent before this is called again. */
    byte[] next() {
        for (int place : ids) {
            byte[] number = Long.toString(next++).getBytes(US_ASCII);
            System.arraycopy(number, 0, bytes, place + NO_ID.length() - number.length, number.length);
        }
        return bytes;
    }

    /** Where the numbers of ids are, behind what they begin with. */
    private static int[] places(byte[] all, int beginning) {
        return IntStream.range(0, all.length - ID.length)
                .filter(at -> IntStream.range(0, ID.length).allMatch(n -> all[at + n] == ID[n]))
                .map(at -> at + ID.length + beginning)
                .toArray();
    }

    /** Letters at random, as Kafka's own benchmark has them: equal ones would be compressed to nothing. */
    private static String event(SplittableRandom random, int bytes, String orderingKey, String ids) {
        StringBuilder event = new StringBuilder("{\"type\":\"order.created\",\"key\":\"")
                .append(orderingKey)
                .append(ids.isEmpty() ? "" : "\",\"id\":\"" + ids + NO_ID)
                .append("\",\"data\":{\"pad\":\"");
        for (int n = "{\"pad\":\"\"}".length(); n < bytes; n++) {
            event.append((char) ('A' + random.nextInt(LETTERS)));
        }
        return event.append("\"}}").toString();
    }
}
