package io.fanwire.dispatcher.testing;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.dispatcher.http.AuthorizedClient;
import io.fanwire.dispatcher.http.Challenge;
import io.fanwire.dispatcher.http.KeptAnswer;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.TestResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one callback once whether it wants the events of a subscription that is not saved yet. The result is {@code delivered} when it does;
 * nothing that it answered is in it. Confined to one event loop.
 */
final class VerificationAttempt {
    private static final Logger log = LoggerFactory.getLogger(VerificationAttempt.class);

    /** The headers count; of the body nothing is wanted. */
    private static final int NO_BODY = 0;

    private final AuthorizedClient client;
    private final String id;
    private final Lookup wanted;
    private final Consumer<TestResult> told;
    private final Instant startedAt;
    private final long start = System.nanoTime();

    /**
     * Not begun.
     *
     * @param wanted the subscription, opened
     * @param told is called once, on the loop
     */
    VerificationAttempt(
            AuthorizedClient client, InstantSource clock, String id, Lookup wanted, Consumer<TestResult> told) {
        this.client = client;
        this.id = id;
        this.wanted = wanted;
        this.told = told;
        this.startedAt = clock.instant();
    }

    void begin() {
        if (wanted instanceof Lookup.Found found) {
            ask(found.callback());
        } else if (wanted instanceof Lookup.Forbidden forbidden) {
            end(new AttemptOutcome.Blocked(forbidden.rule()), Optional.empty());
        } else if (wanted instanceof Lookup.Broken broken) {
            end(failed(ErrorClass.SETUP, broken.why()), Optional.empty());
        } else {
            throw new IllegalStateException("a subscription that is sent along is neither deleted nor still to come");
        }
    }

    private void ask(Callback callback) {
        switch (callback.subscription().verification()) {
            case NONE, PING -> ping(callback);
            case CHALLENGE -> challenge(callback);
            case CLOUDEVENTS -> permission(callback);
        }
    }

    private void ping(Callback callback) {
        send(callback, Question.ping(callback.subscription(), id, startedAt), Optional.empty(), outcome -> outcome);
    }

    private void challenge(Callback callback) {
        Challenge challenge = Challenge.random();
        KeptAnswer answer = new KeptAnswer(Challenge.MAX_ANSWER);
        Delivery question = Question.challenge(callback.subscription(), id, startedAt, challenge.text());
        send(
                callback,
                question,
                Optional.of(answer),
                outcome -> outcome instanceof AttemptOutcome.Delivered && !challenge.repeatedIn(answer)
                        ? new AttemptOutcome.Failed(
                                ErrorClass.STATUS,
                                outcome.status(),
                                Optional.of("the answer does not repeat the challenge"))
                        : outcome);
    }

    private void send(
            Callback callback,
            Delivery question,
            Optional<KeptAnswer> answer,
            Function<AttemptOutcome, AttemptOutcome> judged) {
        Duration within = TestAttempt.within(callback);
        finish(
                client.attempt(callback, question, () -> true, within, answer),
                outcome -> end(judged.apply(outcome), Optional.empty()));
    }

    /** Consent is in the headers of a complete answer, whatever its status. */
    private void permission(Callback callback) {
        KeptAnswer answer = new KeptAnswer(NO_BODY);
        finish(client.ask(callback, TestAttempt.within(callback), answer), outcome -> {
            if (outcome.status().isEmpty()) {
                end(outcome, Optional.empty());
                return;
            }
            Permission permission = Permission.of(answer, client.origin());
            AttemptOutcome judged = permission
                    .refusal()
                    .<AttemptOutcome>map(
                            why -> new AttemptOutcome.Failed(ErrorClass.STATUS, outcome.status(), Optional.of(why)))
                    .orElseGet(
                            () -> new AttemptOutcome.Delivered(outcome.status().get()));
            end(judged, permission.rate());
        });
    }

    private void finish(CompletionStage<Optional<AttemptOutcome>> attempt, Consumer<AttemptOutcome> then) {
        attempt.whenComplete((outcome, bug) -> {
            if (bug == null && outcome.isPresent()) {
                then.accept(outcome.get());
            } else {
                log.atError().setCause(bug).addKeyValue("verification", id).log("a verification was not made");
                end(failed(ErrorClass.INTERNAL, "the request could not be made"), Optional.empty());
            }
        });
    }

    private void end(AttemptOutcome outcome, Optional<Long> allowedRate) {
        told.accept(new TestResult(
                id,
                outcome.word(),
                outcome.reason(),
                outcome.status(),
                outcome.message(),
                Optional.empty(),
                startedAt,
                Duration.ofNanos(System.nanoTime() - start),
                allowedRate));
    }

    private static AttemptOutcome failed(ErrorClass error, String message) {
        return new AttemptOutcome.Failed(error, Optional.empty(), Optional.of(message));
    }
}
