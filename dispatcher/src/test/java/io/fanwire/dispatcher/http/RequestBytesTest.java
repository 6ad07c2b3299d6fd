package io.fanwire.dispatcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes are those that Netty's own encoder writes. */
final class RequestBytesTest {
    private static FullHttpRequest request(String body) {
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.PUT, "/in?x=1", Unpooled.copiedBuffer(body, UTF_8));
        request.headers()
                .set("host", "hooks.example.com")
                .set("X-Text", "größe 日 a")
                .set("empty", "");
        request.headers().setInt("content-length", request.content().readableBytes());
        return request;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "größe"})
    void theyAreThoseOfNettysEncoder(String body) {
        EmbeddedChannel netty = new EmbeddedChannel(new HttpRequestEncoder());
        netty.writeOutbound(request(body));
        ByteBuf expected = Unpooled.buffer();
        for (ByteBuf part = netty.readOutbound(); part != null; part = netty.readOutbound()) {
            expected.writeBytes(part);
            part.release();
        }
        FullHttpRequest ours = request(body);

        ByteBuf bytes = RequestBytes.of(ours, UnpooledByteBufAllocator.DEFAULT);

        assertThat(ByteBufUtil.getBytes(bytes)).isEqualTo(ByteBufUtil.getBytes(expected));
        assertThat(ours.refCnt()).as("it stays its owner's").isOne();
        bytes.release();
        ours.release();
    }
}
