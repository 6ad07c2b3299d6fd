package io.fanwire.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Vert.x's decoder of requests, which also refuses what that one takes and two readers may read differently, and gives the header of
 * every request its time, not only that of the first. What it refuses becomes a request that could not be decoded, or, where a request
 * has begun, is answered here; nothing after that is read. Owned by the event loop of the connection.
 */
final class RequestDecoder extends VertxHttpRequestDecoder {
    private static final String NAME = "httpDecoder";
    private static final Problem TOO_SLOW =
            Problem.of(408, "request_timeout", "The header of a request did not arrive in time.");
    private static final Problem NO_CHUNK =
            Problem.of(400, "malformed_request", "The body is not framed as HTTP frames it.");

    private final HttpLimits limits;
    private final Function<Problem, byte[]> answers;
    private Optional<Future<?>> deadline = Optional.empty();
    private Optional<Runnable> waiting = Optional.empty();
    private boolean inHeader = true;
    private boolean begun;
    private boolean folded;
    private boolean refused;
    private byte last;
    private int unanswered;

    private RequestDecoder(HttpLimits limits, Function<Problem, byte[]> answers) {
        super(new Http1ServerConfig()
                .setMaxInitialLineLength(limits.requestLine())
                .setMaxHeaderSize(limits.headerBytes()));
        this.limits = limits;
        this.answers = answers;
    }

    /** Takes the place of the one that a connection was made with; {@code answers}: all bytes of an answer about a problem. */
    static RequestDecoder install(HttpConnection connection, HttpLimits limits, Function<Problem, byte[]> answers) {
        RequestDecoder decoder = new RequestDecoder(limits, answers);
        ((HttpServerConnection) connection).channelHandlerContext().pipeline().replace(NAME, NAME, decoder);
        return decoder;
    }

    /** One of the requests was answered. */
    void answered() {
        unanswered--;
    }

    /** Answers whether there is room for one more answer now; if there is none, {@code then} runs once there is. */
    boolean writable(Channel channel, Runnable then) {
        waiting = channel.isWritable() ? Optional.empty() : Optional.of(then);
        return waiting.isEmpty();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        super.channelWritabilityChanged(context);
        if (context.channel().isWritable() && waiting.isPresent()) {
            context.executor().execute(waiting.get());
            waiting = Optional.empty();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
        super.handlerAdded(context);
        expectHeader(context);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
        stopWaiting();
        super.handlerRemoved0(context);
    }

    /** The decoder that is overridden ends each call at the latest where a header ends, so what it consumed until then is header. */
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (refused) {
            in.skipBytes(in.readableBytes());
            return;
        }
        boolean header = inHeader;
        begun |= header && in.isReadable();
        int from = in.readerIndex();
        int before = out.size();
        super.decode(context, in, out);
        if (header) {
            look(in, from);
        }
        if (out.size() > before) {
            inHeader = out.get(out.size() - 1) instanceof LastHttpContent;
            if (header && out.get(before) instanceof HttpRequest request) {
                arrived(request, out, before + 1);
            } else if (out.get(out.size() - 1) instanceof HttpContent content
                    && content.decoderResult().isFailure()) {
                brokenBody(context, out);
            }
        } else if (begun) {
            expectHeader(context);
        }
    }

    /** Whether a line begins with white space: such a line goes on with the one before, for some readers. */
    private void look(ByteBuf in, int from) {
        for (int at = from; at < in.readerIndex(); at++) {
            byte b = in.getByte(at);
            folded |= last == '\n' && (b == ' ' || b == '\t');
            last = b;
        }
    }

    private void arrived(HttpRequest request, List<Object> out, int rest) {
        stopWaiting();
        unanswered++;
        Optional<String> wrong = request.decoderResult().isSuccess() ? wrong(request) : Optional.of("not decoded");
        begun = false;
        folded = false;
        last = 0;
        if (wrong.isEmpty()) {
            return;
        }
        refused = true;
        if (request.decoderResult().isSuccess()) {
            request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(wrong.get())));
            request.setProtocolVersion(HttpVersion.HTTP_1_1);
            while (out.size() > rest) {
                ReferenceCountUtil.release(out.remove(out.size() - 1));
            }
        }
    }

    /** Left to Vert.x, this would end the connection without a word. */
    private void brokenBody(ChannelHandlerContext context, List<Object> out) {
        refused = true;
        if (unanswered == 1) {
            ReferenceCountUtil.release(out.remove(out.size() - 1));
            answer(context, NO_CHUNK);
        }
    }

    /** A version is one of two objects, or one that Vert.x does not know, even if it looks alike. */
    @SuppressWarnings("ReferenceEquality")
    private Optional<String> wrong(HttpRequest request) {
        boolean newer = request.protocolVersion() == HttpVersion.HTTP_1_1;
        if (!newer && request.protocolVersion() != HttpVersion.HTTP_1_0) {
            return Optional.of("another version of HTTP");
        }
        if (folded) {
            return Optional.of("a header line that begins with white space");
        }
        List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        boolean chunked = codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked");
        if (!codings.isEmpty() && !(chunked && newer && !request.headers().contains(HttpHeaderNames.CONTENT_LENGTH))) {
            return Optional.of("no plain chunked transfer coding");
        }
        return unanswered > 1 + limits.connections().pipelined()
                ? Optional.of("too many requests wait on one connection")
                : Optional.empty();
    }

    private void expectHeader(ChannelHandlerContext context) {
        if (deadline.isEmpty()) {
            deadline = Optional.of(context.executor()
                    .schedule(() -> late(context), limits.header().toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    private void stopWaiting() {
        deadline.ifPresent(timer -> timer.cancel(false));
        deadline = Optional.empty();
    }

    /** An answer is written only where no other may be under way. */
    private void late(ChannelHandlerContext context) {
        deadline = Optional.empty();
        if (begun && unanswered <= 0) {
            refused = true;
            answer(context, TOO_SLOW);
        } else {
            context.close();
        }
    }

    private void answer(ChannelHandlerContext context, Problem problem) {
        context.writeAndFlush(Unpooled.wrappedBuffer(answers.apply(problem))).addListener(ChannelFutureListener.CLOSE);
    }
}
