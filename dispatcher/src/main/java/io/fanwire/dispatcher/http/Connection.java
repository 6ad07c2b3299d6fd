package io.fanwire.dispatcher.http;

import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.dispatcher.delivery.OutcomeRules;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One connection to an origin, with at most one exchange on it: no pipelining, so an answer can never be credited to another
 * delivery.
 *
 * <pre>
 *   idle ── send ──▶ waiting ── status line ──▶ reading ── complete, keep-alive ──▶ idle (back to the pool)
 *                       │                          ├── over 16 KiB ───────────────▶ closed, outcome by status
 *                       └── broken, malformed ─────┴─────────────────────────────▶ closed
 * </pre>
 *
 * It goes back to the pool only after a clean answer to a request that was fully written; an early, malformed or surplus answer
 * closes it. Confined to its event loop.
 */
final class Connection extends SimpleChannelInboundHandler<HttpObject> {
    /** Most bytes of a body that are read; the rest is cut off with the connection. */
    static final int MAX_BODY = 16 * 1024;

    private final Origin origin;
    private final InetSocketAddress address;
    private final ConnectionPool pool;
    private final InstantSource clock;
    private final Channel channel;
    private final Instant openedAt;
    private Instant idleSince;
    private @Nullable Exchange current;
    private @Nullable ChannelFuture written;
    private @Nullable HttpResponse response;
    private long bodyBytes;
    private boolean hasAnswered;
    private boolean closing;

    /** {@code address} is the vetted one that it leads to. */
    Connection(Origin origin, InetSocketAddress address, ConnectionPool pool, InstantSource clock, Channel channel) {
        this.origin = origin;
        this.address = address;
        this.pool = pool;
        this.clock = clock;
        this.channel = channel;
        this.openedAt = clock.instant();
        this.idleSince = openedAt;
    }

    Origin origin() {
        return origin;
    }

    InetSocketAddress address() {
        return address;
    }

    Instant openedAt() {
        return openedAt;
    }

    Instant idleSince() {
        return idleSince;
    }

    boolean usable() {
        return !closing && channel.isActive();
    }

    /** TLS says goodbye first, so the channel may stay active for a moment. */
    void close() {
        closing = true;
        channel.close();
    }

    void send(Exchange exchange) {
        current = exchange;
        response = null;
        bodyBytes = 0;
        exchange.phase("waiting for the answer");
        ByteBuf bytes;
        try {
            bytes = exchange.takeRequest(this, channel.alloc());
        } catch (OutOfMemoryError full) { // beside the heap
            fail(ErrorClass.INTERNAL, "there is no memory for the request: " + Failures.text(full));
            return;
        }
        written = channel.writeAndFlush(bytes);
        written.addListener(write -> {
            if (!write.isSuccess()) {
                fail(ErrorClass.RESET, "the request could not be written: " + Failures.text(write.cause()));
            }
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (current == null) {
            close();
            return;
        }
        if (message.decoderResult().isFailure()) {
            unreadable(message.decoderResult().cause());
            return;
        }
        if (message instanceof HttpResponse head) {
            response = head;
            hasAnswered = true;
            current.phase("reading the answer");
            if (head.status().code() >= 200) {
                current.answering(head.headers());
            }
        }
        if (message instanceof HttpContent content && response != null) {
            read(content, response);
        }
    }

    private void read(HttpContent content, HttpResponse head) {
        bodyBytes += content.content().readableBytes();
        int status = head.status().code();
        if (current != null && status >= 200) {
            current.heard(content.content());
        }
        boolean last = content instanceof LastHttpContent;
        if (status < 200) {
            interim(status, last);
        } else if (bodyBytes > MAX_BODY) {
            answered(head);
            close();
        } else if (last) {
            boolean reusable = HttpUtil.isKeepAlive(head) && written != null && written.isSuccess();
            answered(head);
            if (reusable) {
                idleSince = clock.instant();
                pool.release(this);
            } else {
                close();
            }
        }
    }

    private void unreadable(Throwable cause) {
        if (cause instanceof PrematureChannelClosureException) {
            fail(ErrorClass.RESET, "the connection was closed before the answer was complete");
        } else {
            fail(ErrorClass.MALFORMED, "the answer is not HTTP: " + Failures.text(cause));
        }
    }

    /** 1xx answers that nobody asked for are dropped; a switch of protocols is no answer. */
    private void interim(int status, boolean last) {
        if (status == 101) {
            fail(ErrorClass.MALFORMED, "answered 101 to an ordinary request");
        } else if (last) {
            response = null;
        }
    }

    private void answered(HttpResponse head) {
        Exchange exchange = current;
        current = null;
        if (exchange != null) {
            Optional<String> retryAfter = Optional.ofNullable(head.headers().get(HttpHeaderNames.RETRY_AFTER));
            exchange.end(OutcomeRules.of(head.status().code(), retryAfter, clock.instant()));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        pool.closed(this);
        fail(ErrorClass.RESET, "the connection was closed before the answer was complete");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable root = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        fail(root instanceof SSLException ? ErrorClass.TLS : ErrorClass.RESET, Failures.text(root));
    }

    private void fail(ErrorClass error, String message) {
        Exchange exchange = current;
        current = null;
        close();
        if (exchange != null) {
            exchange.end(Exchange.failed(refusesUs(error) ? ErrorClass.TLS : error, message));
        }
    }

    /**
     * In TLS 1.3 a server checks the client's certificate when the client is through with the handshake, and its alert may be lost with
     * the connection.
     */
    private boolean refusesUs(ErrorClass error) {
        return error == ErrorClass.RESET && origin.identity().isPresent() && !hasAnswered;
    }
}
