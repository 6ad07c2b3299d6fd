package io.fanwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ListeningTransportTest {
    private final Accepted accepted = new Accepted();

    @Sharable
    private static final class Accepted extends ChannelInboundHandlerAdapter {
        private final Queue<Class<?>> kinds = new ConcurrentLinkedQueue<>();

        @Override
        public void channelRead(ChannelHandlerContext context, Object connection) {
            kinds.add(((Channel) connection).getClass());
            context.fireChannelRead(connection);
        }
    }

    private static void ask(Vertx vertx) throws Exception {
        try {
            HttpServer server = vertx.createHttpServer(HttpLimits.DEFAULT.options())
                    .requestHandler(request -> request.response().end("here"));
            server.listen(0, "0.0.0.0")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            try (RawHttp client = new RawHttp(server.actualPort())) {
                client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(client.read().text()).isEqualTo("here");
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void itIsEpollWhereThatLoads() throws Exception {
        ask(ListeningTransport.oneEventLoop(accepted));

        assertThat(accepted.kinds)
                .containsExactly(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class);
    }

    @Test
    void nioHandsOnWhatItHasAcceptedToo() throws Exception {
        ask(ListeningTransport.oneEventLoop(ListeningTransport.nio(accepted)));

        assertThat(accepted.kinds).containsExactly(NioSocketChannel.class);
    }
}
