package io.fanwire.bench.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.bench.ledger.Sha256;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection of a sink: collects a request, writes it down, lets the script of its path play. Confined to the event loop. */
final class SinkHandler extends SimpleChannelInboundHandler<HttpObject> {
    private static final int SLOW_BYTES = 256;

    private final SinkState state;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Instant began = Instant.EPOCH;
    private @Nullable HttpRequest head;

    SinkHandler(SinkState state) {
        this.state = state;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) throws IOException {
        if (message instanceof HttpRequest request) {
            head = request;
            began = state.clock().instant();
            body.reset();
            if (state.script(request.uri()).readsSlowly()) {
                slowly(ctx);
            }
        }
        if (message instanceof HttpContent content) {
            content.content().readBytes(body, content.content().readableBytes());
        }
        if (message instanceof LastHttpContent && head != null) {
            HttpRequest request = head;
            head = null;
            complete(ctx, request);
        }
    }

    private void slowly(ChannelHandlerContext ctx) {
        ctx.channel().config().setAutoRead(false);
        ctx.channel().config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(SLOW_BYTES));
        var unused = ctx.executor().scheduleAtFixedRate(() -> ctx.read(), 1, 1, TimeUnit.SECONDS);
    }

    private void complete(ChannelHandlerContext ctx, HttpRequest request) {
        if (request.uri().startsWith("/_")) {
            control(ctx, request.uri());
            return;
        }
        HttpHeaders headers = request.headers();
        byte[] bytes = body.toByteArray();
        String event = headers.get("webhook-id", "");
        String subscription = headers.get("fanwire-subscription", "");
        int attempt = number(headers.get("fanwire-attempt", "0"));
        int port = ctx.channel().remoteAddress() instanceof InetSocketAddress remote ? remote.getPort() : 0;
        long number = state.log()
                .received(new SinkLog.Arrival(
                        began,
                        request.uri(),
                        event,
                        subscription,
                        attempt,
                        Sha256.of(bytes),
                        state.secrets()
                                .check(
                                        subscription,
                                        event,
                                        headers.get("webhook-timestamp", ""),
                                        Optional.ofNullable(headers.get("webhook-signature")),
                                        bytes),
                        port));
        state.script(request.uri())
                .play(new Exchange(ctx.channel(), state.log(), state.clock(), number, event, attempt));
    }

    private void control(ChannelHandlerContext ctx, String uri) {
        String problem = "";
        if (uri.equals("/_control")) {
            problem = state.obey(body.toString(UTF_8));
        }
        String text = problem.isEmpty() ? Long.toString(state.log().requests()) : problem;
        ByteBuf answer = Unpooled.copiedBuffer(
                "HTTP/1.1 " + (problem.isEmpty() ? 200 : 400) + " Control\r\ncontent-length: "
                        + text.getBytes(UTF_8).length + "\r\n\r\n" + text,
                UTF_8);
        ctx.writeAndFlush(answer, ctx.voidPromise());
    }

    private static int number(String text) {
        return text.chars().allMatch(Character::isDigit) && !text.isEmpty() && text.length() < 10
                ? Integer.parseInt(text)
                : 0;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        state.log().flush();
    }

    /** A sender that has gone is what many scripts want to see. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
