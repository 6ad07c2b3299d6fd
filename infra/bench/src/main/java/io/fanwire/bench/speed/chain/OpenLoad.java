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
 * One event a request; its id tells when it was to be sent, though it may have had to wait for a connection. The ids of those of the first
 * {@value #LEAD_SECONDS} seconds, which come before SECONDS, tell nothing: until then this process itself warms up. TYPES: of how many types
 * the events are, in turn. RESULT gets how many were sent, and how many refused.
 */
public final class OpenLoad {
    /** In which what is sent is not timed. */
    public static final int LEAD_SECONDS = 3;

    private static final long PAUSE_NANOS = 300_000;
    private static final int LETTERS = 26;
    private static final int KEYS = 10_000;

    private final Posts posts;
    private final String head;
    private final byte[] data;
    private final int rate;
    private final int types;
    private final long lead;
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
        this.lead = (long) rate * LEAD_SECONDS;
        this.all = lead + (long) rate * Integer.parseInt(arguments[5]);
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
        String id = (number < lead ? "lead-" : "") + TimedId.of(micros, number);
        String event = "{\"type\":\"t" + number % types + "\",\"key\":\"k" + number % KEYS + "\",\"id\":\"" + id + "\"";
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
