package io.fanwire.dispatcher.http;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.callbacks.TokenGrant;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.schemas.Delivery;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Attempts that bring an access token where their callback wants one; all others go through as they are.
 *
 * <pre>
 *   token kept, or asked for ─▶ request with it ─▶ outcome
 *        │ none in time                             │ 401 to a token that was kept
 *      auth: not the callback's fault             auth, the token is dropped; the next attempt brings another
 * </pre>
 *
 * One attempt is one request to the callback, also when a token has run out: whoever reads the log counts what the callback counts. The
 * time for the token comes off the attempt's own. Confined to one event loop.
 */
public final class AuthorizedClient implements CallbackClient {
    /** A token endpoint may take so long, though nobody waits for longer than an attempt may last. */
    private static final Duration ENDPOINT = Duration.ofSeconds(10);

    private final EventLoop loop;
    private final NettyCallbackClient client;
    private final Tokens tokens;

    public AuthorizedClient(EventLoop loop, NettyCallbackClient client, InstantSource clock) {
        this.loop = loop;
        this.client = client;
        this.tokens = new Tokens(
                grant -> client.exchange(grant.tokenUrl(), TokenRequests.of(grant), ENDPOINT)
                        .thenApply(answer -> TokenResponse.read(answer.outcome(), answer.body(), clock.instant())),
                clock);
    }

    @Override
    public CompletionStage<Optional<AttemptOutcome>> attempt(
            Callback callback, Delivery delivery, BooleanSupplier mayStart) {
        return attempt(callback, delivery, mayStart, callback.subscription().timeout(), Optional.empty());
    }

    /**
     * The same for who wants to see the answer. To be called on the loop.
     *
     * @param within the time it may take, instead of the callback's own
     */
    public CompletionStage<Optional<AttemptOutcome>> attempt(
            Callback callback,
            Delivery delivery,
            BooleanSupplier mayStart,
            Duration within,
            Optional<KeptAnswer> response) {
        return attempt(callback, (write, to, now) -> write.of(to, delivery, now), mayStart, within, response);
    }

    /** The name under which it asks. */
    public String origin() {
        return client.origin();
    }

    /** Asks a callback whether it allows our requests; what it answered is in {@code answer}. To be called on the loop. */
    public CompletionStage<Optional<AttemptOutcome>> ask(Callback callback, Duration within, KeptAnswer answer) {
        return attempt(callback, (write, to, now) -> write.mayWe(to), () -> true, within, Optional.of(answer));
    }

    private CompletionStage<Optional<AttemptOutcome>> attempt(
            Callback callback,
            Written written,
            BooleanSupplier mayStart,
            Duration within,
            Optional<KeptAnswer> response) {
        Optional<TokenGrant> grant = callback.credentials().grant();
        if (grant.isEmpty()) {
            return client.attempt(callback, written, mayStart, within, response);
        }
        Waiting waiting = new Waiting(grant.get(), callback, written, mayStart, within, response);
        tokens.current(grant.get()).whenComplete((answer, bug) -> waiting.go(answer));
        return waiting.result;
    }

    /** An attempt that waits for its token. */
    private final class Waiting {
        private final CompletableFuture<Optional<AttemptOutcome>> result = new CompletableFuture<>();
        private final TokenGrant grant;
        private final Callback callback;
        private final Written written;
        private final BooleanSupplier mayStart;
        private final Optional<KeptAnswer> response;
        private final long end;
        private final Future<?> deadline;

        Waiting(
                TokenGrant grant,
                Callback callback,
                Written written,
                BooleanSupplier mayStart,
                Duration within,
                Optional<KeptAnswer> response) {
            this.grant = grant;
            this.callback = callback;
            this.written = written;
            this.mayStart = mayStart;
            this.response = response;
            this.end = System.nanoTime() + within.toNanos();
            long millis = within.toMillis();
            this.deadline = loop.schedule(
                    () -> fail("no access token within " + millis + " ms"), millis, TimeUnit.MILLISECONDS);
        }

        void go(TokenAnswer answer) {
            deadline.cancel(false);
            if (result.isDone()) {
                return;
            }
            if (answer instanceof TokenAnswer.Refused refused) {
                fail(refused.why());
            } else if (answer instanceof TokenAnswer.Token token) {
                Duration left = Duration.ofMillis(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
                client.attempt(callback.bearing(token.value()), written, mayStart, left, response)
                        .whenComplete((outcome, bug) -> {
                            if (bug == null) {
                                result.complete(outcome.map(one -> judged(one, token)));
                            } else {
                                result.completeExceptionally(bug);
                            }
                        });
            }
        }

        private AttemptOutcome judged(AttemptOutcome outcome, TokenAnswer.Token token) {
            boolean unauthorized = outcome.status().filter(code -> code == 401).isPresent();
            return unauthorized && tokens.stale(grant, token)
                    ? new AttemptOutcome.Failed(
                            ErrorClass.AUTH,
                            outcome.status(),
                            Optional.of("answered 401 to a token that was kept; the next attempt brings another"))
                    : outcome;
        }

        private void fail(String why) {
            result.complete(Optional.of(Exchange.failed(ErrorClass.AUTH, why)));
        }
    }
}
