package io.fanwire.bench.speed.chain;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** What a request costs if nothing is done but to send it: {@code PORT REQUESTS CONNECTIONS BYTES ROUND RESULT}. */
public final class RawLane {
    private final Posts posts;
    private final int requests;
    private final int bytes;
    private final String round;
    private final CountDownLatch done = new CountDownLatch(1);
    private final OwnCost cost;
    private int sent;
    private int answered;

    private RawLane(int port, int requests, int connections, int bytes, String round) {
        this.requests = requests;
        this.bytes = bytes;
        this.round = round;
        this.cost = new OwnCost(requests);
        this.posts = new Posts(port, connections, this::answered);
        posts.execute(() -> {
            for (int i = 0; i < connections; i++) {
                send();
            }
        });
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        RawLane lane = new RawLane(
                Integer.parseInt(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]),
                arguments[4]);
        lane.done.await();
        lane.cost.write(Path.of(arguments[5]));
        lane.posts.close();
    }

    private void answered() {
        answered++;
        cost.answered(answered);
        if (answered == requests) {
            done.countDown();
        } else {
            send();
        }
    }

    private void send() {
        if (sent < requests) {
            byte[] head = Posts.head("/raw", round + "-" + sent++, bytes, "");
            ByteBuf request = Unpooled.wrappedBuffer(head, new byte[bytes]);
            posts.send(request);
        }
    }
}
