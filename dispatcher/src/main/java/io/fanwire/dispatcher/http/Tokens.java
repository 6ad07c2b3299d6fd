package io.fanwire.dispatcher.http;

import io.fanwire.dispatcher.callbacks.TokenGrant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Access tokens, one for each grant: asked for once though a thousand deliveries wait, kept until shortly before it expires, and asked
 * for again when the callback does not take it. A token endpoint that refuses is left alone for a while.
 *
 * <p>Forgets a grant with its subscription's record. Confined to one event loop.
 */
final class Tokens {
    /** A token that was refused is not replaced before this age: a callback that takes none would cost one each time. */
    static final Duration YOUNG = Duration.ofSeconds(5);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final Function<TokenGrant, CompletionStage<TokenAnswer>> endpoint;
    private final InstantSource clock;
    private final Map<TokenGrant, Held> held = new WeakHashMap<>();

    /** What is known for one grant. */
    private static final class Held {
        private Optional<TokenAnswer.Token> token = Optional.empty();
        private Optional<CompletableFuture<TokenAnswer>> asked = Optional.empty();
        private Optional<TokenAnswer.Refused> refused = Optional.empty();
        private Instant askAgainAt = Instant.MIN;
        private int refusals;
    }

    /** {@code endpoint} ends on the loop. */
    Tokens(Function<TokenGrant, CompletionStage<TokenAnswer>> endpoint, InstantSource clock) {
        this.endpoint = endpoint;
        this.clock = clock;
    }

    CompletionStage<TokenAnswer> current(TokenGrant grant) {
        Held known = held.computeIfAbsent(grant, first -> new Held());
        Instant now = clock.instant();
        Optional<TokenAnswer.Token> usable = known.token.filter(token -> token.usableAt(now));
        if (usable.isPresent()) {
            return CompletableFuture.completedFuture(usable.get());
        }
        if (known.asked.isPresent()) {
            return known.asked.get();
        }
        if (known.refused.isPresent() && now.isBefore(known.askAgainAt)) {
            return CompletableFuture.completedFuture(known.refused.get());
        }
        return ask(grant, known);
    }

    /**
     * The callback answered 401 to a token. Answers whether the token may be what was wrong: it had been kept for a while, and the next
     * attempt brings another.
     */
    boolean stale(TokenGrant grant, TokenAnswer.Token token) {
        Held known = held.computeIfAbsent(grant, first -> new Held());
        if (known.token.filter(current -> current == token).isEmpty()) {
            return true;
        }
        if (clock.instant().isBefore(token.madeAt().plus(YOUNG))) {
            return false;
        }
        known.token = Optional.empty();
        return true;
    }

    private CompletionStage<TokenAnswer> ask(TokenGrant grant, Held known) {
        CompletableFuture<TokenAnswer> asked = new CompletableFuture<>();
        known.asked = Optional.of(asked);
        endpoint.apply(grant).whenComplete((answer, bug) -> {
            known.asked = Optional.empty();
            if (bug == null && answer instanceof TokenAnswer.Token token) {
                known.token = Optional.of(token);
                known.refused = Optional.empty();
                known.refusals = 0;
                asked.complete(token);
            } else {
                asked.complete(refused(
                        known,
                        bug == null && answer instanceof TokenAnswer.Refused refused
                                ? refused
                                : new TokenAnswer.Refused("the request for a token could not be made")));
            }
        });
        return asked;
    }

    private TokenAnswer.Refused refused(Held known, TokenAnswer.Refused why) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(known.refusals, 10));
        known.refusals++;
        known.refused = Optional.of(why);
        known.askAgainAt = clock.instant().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
        return why;
    }
}
