package io.fanwire.dispatcher.http;

import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.runtime.Deadlines;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt on the wire: its request, its deadline, and the one place where it ends. Confined to one event loop.
 */
final class Exchange {
    private final FullHttpRequest request;
    private final BooleanSupplier mayStart;
    private final Optional<KeptAnswer> response;
    private final CompletableFuture<Optional<AttemptOutcome>> result = new CompletableFuture<>();
    private String phase = "connecting";
    private Deadlines.@Nullable Deadline deadline;
    private @Nullable ChannelFuture connecting;
    private @Nullable Connection connection;

    /**
     * Not begun.
     *
     * @param mayStart asked right before the request is written
     * @param response keeps what is answered, where somebody wants to see it
     */
    Exchange(FullHttpRequest request, BooleanSupplier mayStart, Optional<KeptAnswer> response) {
        this.request = request;
        this.mayStart = mayStart;
        this.response = response;
    }

    CompletableFuture<Optional<AttemptOutcome>> result() {
        return result;
    }

    void deadline(Deadlines.Deadline timer) {
        deadline = timer;
    }

    void connecting(ChannelFuture future) {
        connecting = future;
    }

    /** The head of the answer. */
    void answering(HttpHeaders headers) {
        response.ifPresent(kept -> kept.head(headers));
    }

    /** A part of the answer's body. */
    void heard(ByteBuf content) {
        response.ifPresent(text -> text.add(content));
    }

    void phase(String now) {
        phase = now;
    }

    boolean ended() {
        return result.isDone();
    }

    /** The request as it is to be written: whoever takes it hands it to the pipeline, which releases it. */
    ByteBuf takeRequest(Connection taker, ByteBufAllocator allocator) {
        connection = taker;
        return RequestBytes.of(request, allocator);
    }

    /** The deadline passed: ends here, and whatever it was doing is torn down. */
    void expire(long millis) {
        end(failed(ErrorClass.TIMEOUT, "no complete answer within " + millis + " ms, while " + phase));
        if (connecting != null) {
            connecting.channel().close();
        }
        if (connection != null) {
            connection.close();
        }
    }

    /** Whether the request may be written now; if not, it ends here. */
    boolean mayStart() {
        if (!ended() && !mayStart.getAsBoolean()) {
            end(Optional.empty());
        }
        return !ended();
    }

    /** Only the first end counts. */
    void end(AttemptOutcome outcome) {
        end(Optional.of(outcome));
    }

    private void end(Optional<AttemptOutcome> outcome) {
        if (result.isDone()) {
            return;
        }
        if (deadline != null) {
            deadline.cancel();
        }
        request.release();
        result.complete(outcome);
    }

    static AttemptOutcome failed(ErrorClass error, String message) {
        return new AttemptOutcome.Failed(error, Optional.empty(), Optional.of(message));
    }
}
