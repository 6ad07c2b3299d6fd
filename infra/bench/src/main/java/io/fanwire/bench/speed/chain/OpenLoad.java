package io.fanwire.bench.speed.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

/**
 * Publishes at a steady rate, whatever becomes of what was sent before: {@code PORT KEY TOPIC CONNECTIONS RATE SECONDS BYTES TYPES RESULT}.
 * One event a request; its id tells when it was to be sent, though it may have had to wait for a connection. TYPES: of how many types the
 * events are, in turn. RESULT gets how many were sent, and how many refused.
 */
public final class OpenLoad {
    private static final long PAUSE_NANOS = 300_000;
    private static final int LETTERS = 26;
    private static final int KEYS = 10_000;

    private final Posts posts;
    private final String head;
    private final byte[] data;
    private final int rate;
    private final int types;
    private final long all;
    private final CountDownLatch done = new CountDownLatch(1);
    private long beganNanos;
    private long beganMicros;
    private long sent;
    private long answered;

    private OpenLoad(String[] arguments) {
        this.head = "POST /v1/topics/" + arguments[2] + "/events HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer "
                + arguments[1] + "\r\ncontent-type: application/json\r\ncontent-length: ";
        this.rate = Integer.parseInt(arguments[4]);
        this.all = (long) rate * Integer.parseInt(arguments[5]);
        this.data = data(Integer.parseInt(arguments[6]));
        this.types = Integer.parseInt(arguments[7]);
        this.posts = new Posts(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[3]), this::answered);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        OpenLoad load = new OpenLoad(arguments);
        load.posts.execute(load::begin);
        load.done.await();
        Files.writeString(Path.of(arguments[8]), load.sent + " " + load.posts.refused());
        load.posts.close();
    }

    private void begin() {
        beganNanos = System.nanoTime();
        beganMicros = TimedId.now();
        sendWhatIsDue();
    }

    private void sendWhatIsDue() {
        long due = Math.min(all, (long) ((System.nanoTime() - beganNanos) / 1e9 * rate));
        for (; sent < due; sent++) {
            byte[] start = start(sent, beganMicros + sent * 1_000_000 / rate);
            posts.send(Unpooled.wrappedBuffer(start, data));
        }
        if (sent < all) {
            posts.executeAfter(PAUSE_NANOS, this::sendWhatIsDue);
        }
    }

    private byte[] start(long number, long micros) {
        String event = "{\"type\":\"t" + number % types + "\",\"key\":\"k" + number % KEYS + "\",\"id\":\""
                + TimedId.of(micros, number) + "\"";
        return (head + (event.length() + data.length) + "\r\n\r\n" + event).getBytes(US_ASCII);
    }

    private void answered() {
        answered++;
        if (answered == all) {
            done.countDown();
        }
    }

    /** Letters at random: equal ones would be compressed to nothing. */
    private static byte[] data(int bytes) {
        SplittableRandom random = new SplittableRandom(bytes);
        StringBuilder data = new StringBuilder(",\"data\":{\"pad\":\"");
        for (int n = "{\"pad\":\"\"}".length(); n < bytes; n++) {
            data.append((char) ('A' + random.nextInt(LETTERS)));
        }
        return data.append("\"}}").toString().getBytes(US_ASCII);
    }
}
