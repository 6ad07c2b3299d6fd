package io.fanwire.dispatcher.http;

import static io.fanwire.dispatcher.fixture.Samples.KEY;
import static io.fanwire.dispatcher.fixture.Samples.delivery;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.delivery.AttemptOutcome.Delivered;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.schemas.Payload;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which connections are used again, and that no answer is ever credited to another delivery. */
final class NettyCallbackClientConnectionsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
    private static final String NO_CONTENT = "HTTP/1.1 204 No Content\r\n\r\n";

    private final ClientWorld world = new ClientWorld();
    private final CountDownLatch closed = new CountDownLatch(1);

    @AfterEach
    void close() {
        world.close();
    }

    @AfterAll
    static void nothingLeaked() {
        ClientWorld.nothingLeaked();
    }

    /** The first connection is treated so; the others answer 204 and stay. */
    private RudeServer first(RudeServer.Script script) {
        return new RudeServer(conversation -> {
            if (conversation.number() == 1) {
                script.serve(conversation);
                conversation.untilClosed();
                closed.countDown();
            }
            while (conversation.request().isPresent()) {
                conversation.send(NO_CONTENT);
            }
        });
    }

    private void theNextGetsAnAnswerOfItsOwn(RudeServer server) throws InterruptedException {
        assertThat(closed.await(5, TimeUnit.SECONDS))
                .as("the connection was closed")
                .isTrue();
        assertThat(world.attempt(server)).isEqualTo(new Delivered(204));
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void oneConnectionCarriesManyAttemptsOneAfterTheOther() throws IOException {
        try (RudeServer server = RudeServer.answering(OK)) {
            for (int i = 0; i < 100; i++) {
                var outcome = world.attempt(server, delivery("dlv_" + i, KEY, Payload.utf8("body " + i), "text/plain"));
                assertThat(outcome).isEqualTo(new Delivered(200));
            }

            assertThat(server.connections()).isEqualTo(1);
            for (int i = 0; i < 100; i++) {
                assertThat(server.requests().get(i).body()).isEqualTo(Payload.utf8("body " + i));
            }
        }
    }

    @Test
    void aFailureThatIsAnsweredProperlyKeepsItsConnection() throws IOException {
        try (RudeServer server = RudeServer.answering("HTTP/1.1 500 Oh no\r\ncontent-length: 0\r\n\r\n")) {
            world.attempt(server);
            world.attempt(server);

            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatWantsToCloseIsObeyed() throws IOException, InterruptedException {
        try (RudeServer server = first(conversation -> {
            conversation.request();
            conversation.send("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
        })) {
            assertThat(world.attempt(server)).isEqualTo(new Delivered(200));
            theNextGetsAnAnswerOfItsOwn(server);
        }
    }

    @Test
    void anIdleConnectionThatTheServerClosesIsNotUsedAgain() throws IOException, InterruptedException {
        try (RudeServer server = first(conversation -> {
            conversation.request();
            conversation.send(OK);
            conversation.halfClose();
        })) {
            assertThat(world.attempt(server)).isEqualTo(new Delivered(200));
            theNextGetsAnAnswerOfItsOwn(server);
        }
    }

    @Test
    void aSecondAnswerInOnePieceIsNobodys() throws IOException, InterruptedException {
        try (RudeServer server = first(conversation -> {
            conversation.request();
            conversation.send(OK + "HTTP/1.1 500 Surplus\r\ncontent-length: 0\r\n\r\n");
        })) {
            assertThat(world.attempt(server)).isEqualTo(new Delivered(200));
            theNextGetsAnAnswerOfItsOwn(server);
        }
    }

    @Test
    void aLateSecondAnswerIsNobodys() throws IOException, InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        try (RudeServer server = first(conversation -> {
            conversation.request();
            conversation.send(OK);
            await(answered);
            conversation.send("HTTP/1.1 500 Surplus\r\ncontent-length: 0\r\n\r\n");
        })) {
            assertThat(world.attempt(server)).isEqualTo(new Delivered(200));
            answered.countDown();
            theNextGetsAnAnswerOfItsOwn(server);
        }
    }

    @Test
    void anAnswerToARequestThatWasNotReadCountsButEndsTheConnection() throws IOException, InterruptedException {
        byte[] large = new byte[32 * 1024 * 1024];
        CountDownLatch answered = new CountDownLatch(1);
        try (RudeServer server = first(conversation -> {
            conversation.send(OK);
            await(answered);
        })) {
            assertThat(world.attempt(server, delivery("dlv_1", KEY, Payload.of(large), "text/plain")))
                    .isEqualTo(new Delivered(200));
            answered.countDown();
            theNextGetsAnAnswerOfItsOwn(server);
        }
    }

    @Test
    void aKeptConnectionThatTimesOutIsClosed() throws IOException, InterruptedException {
        try (RudeServer server = first(conversation -> {
            conversation.request();
            conversation.send(OK);
            conversation.request();
        })) {
            assertThat(world.attempt(server)).isEqualTo(new Delivered(200));
            ClientWorld.failure(world.attempt(server, Duration.ofMillis(200)), ErrorClass.TIMEOUT);
            theNextGetsAnAnswerOfItsOwn(server);
        }
    }

    @Test
    void aConnectionThatTimedOutIsNotUsedAgain() throws IOException, InterruptedException {
        try (RudeServer server = first(RudeServer.Conversation::request)) {
            world.attempt(server, Duration.ofMillis(200));
            theNextGetsAnAnswerOfItsOwn(server);
        }
    }

    @Test
    void aConnectionThatWasIdleForLongIsNotUsedAgain() throws IOException {
        try (RudeServer server = RudeServer.answering(OK)) {
            world.attempt(server);
            world.advance(ConnectionPool.MAX_IDLE.minusMillis(1));
            world.attempt(server);
            assertThat(server.connections()).isEqualTo(1);

            world.advance(ConnectionPool.MAX_IDLE);
            world.attempt(server);

            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aConnectionIsGivenUpAfterAMinuteSoThatTheNameIsLookedUpAgain() throws IOException {
        try (RudeServer server = RudeServer.answering(OK)) {
            for (int second = 0; second < 60; second++) {
                world.attempt(server);
                world.advance(Duration.ofSeconds(1));
            }
            assertThat(server.connections()).isEqualTo(1);

            world.attempt(server);

            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void attemptsAtTheSameTimeHaveAConnectionEach() throws IOException {
        CountDownLatch both = new CountDownLatch(2);
        try (RudeServer server = new RudeServer(conversation -> {
            conversation.request();
            both.countDown();
            await(both);
            conversation.send(OK);
        })) {
            var other = java.util.concurrent.CompletableFuture.supplyAsync(() -> world.attempt(server));
            assertThat(world.attempt(server)).isEqualTo(new Delivered(200));

            assertThat(other.join()).isEqualTo(new Delivered(200));
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
