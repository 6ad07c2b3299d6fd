package io.fanwire.bench.sink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * One request that waits for whatever its script does. Bytes are written as they are: most of what a script does is no HTTP that an
 * encoder would let pass. Confined to the sink's event loop.
 */
final class Exchange {
    private final Channel channel;
    private final SinkLog log;
    private final InstantSource clock;
    private final long number;
    private final String event;
    private final int attempt;

    Exchange(Channel channel, SinkLog log, InstantSource clock, long number, String event, int attempt) {
        this.channel = channel;
        this.log = log;
        this.clock = clock;
        this.number = number;
        this.event = event;
        this.attempt = attempt;
    }

    String event() {
        return event;
    }

    int attempt() {
        return attempt;
    }

    /** A whole answer; {@code headers} are lines, each with its end. */
    void answer(int status, String headers) {
        note(Integer.toString(status));
        write("HTTP/1.1 " + status + " Scripted\r\ncontent-length: 0\r\n" + headers + "\r\n");
    }

    /** Writes down what happened, once it does; the first word counts. */
    void note(String how) {
        log.answered(number, clock.instant(), how);
    }

    void write(String bytes) {
        channel.writeAndFlush(Unpooled.copiedBuffer(bytes, US_ASCII), channel.voidPromise());
    }

    /** Writes a piece again and again, with a pause between, until the sender has enough. */
    void repeat(String piece, Duration pause) {
        if (!channel.isActive()) {
            return;
        }
        channel.writeAndFlush(Unpooled.copiedBuffer(piece, US_ASCII)).addListener(written -> {
            if (written.isSuccess()) {
                later(pause, () -> repeat(piece, pause));
            }
        });
    }

    void later(Duration pause, Runnable work) {
        var unused = channel.eventLoop().schedule(work, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the connection with a RST. */
    void reset() {
        note("reset");
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    void close() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}
