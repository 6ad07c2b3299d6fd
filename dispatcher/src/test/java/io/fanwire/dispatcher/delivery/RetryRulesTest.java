package io.fanwire.dispatcher.delivery;

import static io.fanwire.dispatcher.fixture.Samples.NOW;
import static io.fanwire.dispatcher.fixture.Samples.delivery;
import static io.fanwire.dispatcher.fixture.Samples.progress;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.delivery.NextStep.DeadLetter;
import io.fanwire.schemas.Delivery;
import io.fanwire.schemas.Subscription.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RetryRulesTest {
    private static final AttemptOutcome FAILED =
            new AttemptOutcome.Failed(ErrorClass.RESET, Optional.empty(), Optional.empty());

    private static Delivery tried(int attempts) {
        return delivery().with(progress(attempts, Instant.EPOCH));
    }

    private static NextStep after(AttemptOutcome outcome, int attemptsBefore, Instant now) {
        return RetryRules.after(outcome, tried(attemptsBefore), Retry.DEFAULT, now);
    }

    private static AttemptOutcome throttled(Duration wait) {
        return new AttemptOutcome.Throttled(429, Optional.of(wait));
    }

    private static NextStep.Retry in(Duration wait) {
        return new NextStep.Retry(NOW.plus(wait));
    }

    static Stream<AttemptOutcome> outcomesThatAreRepeated() {
        return Stream.of(
                FAILED, new AttemptOutcome.Throttled(429, Optional.empty()), new AttemptOutcome.Blocked("private"));
    }

    @Test
    void anAcceptedDeliveryIsComplete() {
        assertThat(after(new AttemptOutcome.Delivered(204), 9, NOW)).isEqualTo(new NextStep.Complete());
    }

    @Test
    void aCallbackThatIsGoneGetsNoMore() {
        assertThat(after(new AttemptOutcome.Gone(), 0, NOW)).isEqualTo(new DeadLetter("gone"));
    }

    @Test
    void aSubscriptionThatAllowsNoRequestIsSuspendedAndAnEventThatAllowsNoneIsADeadLetter() {
        assertThat(after(failed(ErrorClass.SETUP), 0, NOW)).isEqualTo(new NextStep.Suspend("setup"));
        assertThat(after(failed(ErrorClass.UNSENDABLE), 0, NOW)).isEqualTo(new DeadLetter("unsendable"));
        assertThat(after(failed(ErrorClass.INTERNAL), 0, NOW)).isEqualTo(in(Duration.ofSeconds(5)));
    }

    private static AttemptOutcome failed(ErrorClass error) {
        return new AttemptOutcome.Failed(error, Optional.empty(), Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("outcomesThatAreRepeated")
    void aFailureIsRepeatedOnTheSchedule(AttemptOutcome outcome) {
        for (int attempts = 0; attempts < 9; attempts++) {
            assertThat(after(outcome, attempts, NOW))
                    .isEqualTo(in(Retry.DEFAULT.schedule().get(attempts)));
        }
        assertThat(after(outcome, 9, NOW)).isEqualTo(new DeadLetter("exhausted"));
        assertThat(after(outcome, 100, NOW)).isEqualTo(new DeadLetter("exhausted"));
    }

    @Test
    void theLaterOfScheduleAndRetryAfterCounts() {
        assertThat(after(throttled(Duration.ofSeconds(4)), 0, NOW)).isEqualTo(in(Duration.ofSeconds(5)));
        assertThat(after(throttled(Duration.ofSeconds(6)), 0, NOW)).isEqualTo(in(Duration.ofSeconds(6)));
    }

    @Test
    void aCallbackThatAsksForMoreThanADayGetsADay() {
        assertThat(after(throttled(Duration.ofHours(24)), 0, NOW)).isEqualTo(in(Duration.ofHours(24)));
        assertThat(after(throttled(Duration.ofDays(365)), 0, NOW)).isEqualTo(in(Duration.ofHours(24)));
    }

    @Test
    void aWaitBeyondTheMaximalAgeIsNotBegun() {
        Instant lastMoment = NOW.plus(Retry.DEFAULT.maxAge()).minusSeconds(5);

        assertThat(after(FAILED, 0, lastMoment)).isInstanceOf(NextStep.Retry.class);
        assertThat(after(FAILED, 0, lastMoment.plusMillis(1))).isEqualTo(new DeadLetter("expired"));
        assertThat(after(throttled(Duration.ofSeconds(6)), 0, lastMoment)).isEqualTo(new DeadLetter("expired"));
    }

    @Test
    void aDeliveryThatIsTooOldIsNotTriedAgain() {
        Instant end = NOW.plus(Retry.DEFAULT.maxAge());

        assertThat(RetryRules.beforeAttempt(tried(3), Retry.DEFAULT, end)).isEmpty();
        assertThat(RetryRules.beforeAttempt(tried(3), Retry.DEFAULT, end.plusMillis(1)))
                .contains(new DeadLetter("expired"));
    }

    @Test
    void whatNothingCouldBeMadeOfIsNotSent() {
        Delivery whole = tried(0);
        Delivery unshaped = new Delivery(
                whole.id(),
                whole.subscription(),
                whole.subscriptionPosition(),
                whole.ordering(),
                whole.origin(),
                whole.contentType(),
                whole.body(),
                whole.progress(),
                new Delivery.Part(1, Optional.of("there is no 'x'")));

        assertThat(RetryRules.beforeAttempt(unshaped, Retry.DEFAULT, NOW)).contains(new DeadLetter("transform"));
        assertThat(unshaped.messageId()).isEqualTo(whole.origin().eventId() + ";part=1");
        assertThat(unshaped.with(whole.progress().next(NOW)).part().unshaped()).contains("there is no 'x'");
        assertThat(unshaped.with(whole.progress().end())
                        .foundAt(1, 2, NOW)
                        .part()
                        .unshaped())
                .contains("there is no 'x'");
    }

    @Test
    void aSubscriptionWithoutRetriesHasOneAttempt() {
        Retry once = new Retry(List.of(), Duration.ofHours(1));

        assertThat(RetryRules.after(FAILED, tried(0), once, NOW)).isEqualTo(new DeadLetter("exhausted"));
    }
}
