package io.fanwire.dispatcher.testing;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.callbacks.Callbacks;
import io.fanwire.dispatcher.callbacks.Lookup;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.dispatcher.http.AuthorizedClient;
import io.fanwire.dispatcher.http.KeptAnswer;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.TestResult;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One test event on its way to its callback: once, at once, and past everything that holds deliveries back, since a callback that stands
 * still is just the one that is tested. It changes nothing but its result. Confined to one event loop.
 */
final class TestAttempt {
    private static final Logger log = LoggerFactory.getLogger(TestAttempt.class);
    private static final long ASK_AGAIN_MILLIS = 50;
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final EventLoop loop;
    private final AuthorizedClient client;
    private final Callbacks callbacks;
    private final InstantSource clock;
    private final Delivery delivery;
    private final Consumer<TestResult> told;

    /** {@code told} is called once, on the loop. */
    TestAttempt(
            EventLoop loop,
            AuthorizedClient client,
            Callbacks callbacks,
            InstantSource clock,
            Delivery delivery,
            Consumer<TestResult> told) {
        this.loop = loop;
        this.client = client;
        this.callbacks = callbacks;
        this.clock = clock;
        this.delivery = delivery;
        this.told = told;
    }

    /** Looks until the copy of the subscriptions is as new as the test; nobody waits for a test for longer than that may take. */
    void begin() {
        Lookup lookup = callbacks.find(delivery.subscription(), delivery.subscriptionPosition());
        if (lookup instanceof Lookup.Found found) {
            attempt(found.callback());
        } else if (lookup instanceof Lookup.NotYet && !TestSender.tooLate(delivery, clock.instant())) {
            loop.schedule(this::begin, ASK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        } else if (lookup instanceof Lookup.Forbidden forbidden) {
            end(clock.instant(), Duration.ZERO, new AttemptOutcome.Blocked(forbidden.rule()), Optional.empty());
        } else if (lookup instanceof Lookup.Broken broken) {
            AttemptOutcome outcome =
                    new AttemptOutcome.Failed(ErrorClass.SETUP, Optional.empty(), Optional.of(broken.why()));
            end(clock.instant(), Duration.ZERO, outcome, Optional.empty());
        } else {
            nothingSent(lookup instanceof Lookup.Deleted ? "subscription_deleted" : "not_known_yet");
        }
    }

    /** As long as the subscription says, and no longer than somebody waits. */
    static Duration within(Callback callback) {
        Duration timeout = callback.subscription().timeout();
        return timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
    }

    private void attempt(Callback callback) {
        KeptAnswer response = new KeptAnswer(TestResult.MAX_RESPONSE);
        Instant startedAt = clock.instant();
        long start = System.nanoTime();
        client.attempt(callback, delivery, () -> true, within(callback), Optional.of(response))
                .whenComplete((outcome, bug) -> {
                    Duration took = Duration.ofNanos(System.nanoTime() - start);
                    AttemptOutcome known = bug == null ? outcome.orElseGet(TestAttempt::internal) : unexpected(bug);
                    end(startedAt, took, known, Optional.of(response.text()).filter(text -> !text.isEmpty()));
                });
    }

    private void end(Instant at, Duration took, AttemptOutcome outcome, Optional<String> response) {
        told.accept(new TestResult(
                delivery.id(),
                outcome.word(),
                outcome.reason(),
                outcome.status(),
                outcome.message(),
                response,
                at,
                took,
                Optional.empty()));
    }

    private void nothingSent(String reason) {
        told.accept(new TestResult(
                delivery.id(),
                TestResult.NOTHING_SENT,
                Optional.of(reason),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                clock.instant(),
                Duration.ZERO,
                Optional.empty()));
    }

    private AttemptOutcome unexpected(@Nullable Throwable bug) {
        log.atError().setCause(bug).addKeyValue("delivery", delivery.id()).log("a test ended in an exception");
        return internal();
    }

    private static AttemptOutcome internal() {
        return new AttemptOutcome.Failed(
                ErrorClass.INTERNAL, Optional.empty(), Optional.of("the request could not be made"));
    }
}
