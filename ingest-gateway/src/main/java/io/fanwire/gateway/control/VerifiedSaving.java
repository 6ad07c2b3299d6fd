package io.fanwire.gateway.control;

import io.fanwire.gateway.control.SubscriptionStore.Ask;
import io.fanwire.gateway.control.SubscriptionStore.Decision;
import io.fanwire.gateway.control.SubscriptionStore.Leave;
import io.fanwire.gateway.control.SubscriptionStore.Present;
import io.fanwire.gateway.control.SubscriptionStore.Save;
import io.fanwire.gateway.http.Answer;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Problem;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.TestResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * Saves subscriptions, and asks those callbacks first that have to be asked:
 *
 * <pre>
 *   decide ─┬─ nothing to ask ──────────────────────────────────▶ saved
 *           └─ to be asked ─▶ (nothing is saved) ─▶ asked ─┬─ yes ─▶ decide again ─▶ saved
 *                                                          └─ no ──▶ 422
 * </pre>
 *
 * Each question is a request that somebody else may not want, so a tenant has {@value #BURST} at once and then one every six seconds.
 */
final class VerifiedSaving {
    static final int BURST = 10;

    private static final Duration EVERY = Duration.ofSeconds(6);

    private final SubscriptionChanges changes;
    private final VerificationDesk desk;
    private final InstantSource clock;
    /** Owned by the thread that makes changes. */
    private final TestPace<String> pace = new TestPace<>("verification", BURST, EVERY);

    VerifiedSaving(SubscriptionChanges changes, VerificationDesk desk, InstantSource clock) {
        this.changes = changes;
        this.desk = desk;
        this.clock = clock;
    }

    /** {@code decide}: what to do without asking anybody. */
    CompletionStage<Answer> answer(Saving saving, BiFunction<Saving, Present, Decision> decide) {
        return changes.answer(
                saving.key(),
                present -> consented(saving, present, decide.apply(saving, present)),
                wanted -> desk.verify(wanted).thenCompose(result -> result.then(came -> consent(wanted, came))
                        .fold(
                                consent -> changes.answer(
                                        saving.key(),
                                        present -> consented(
                                                saving.with(consent),
                                                present,
                                                decide.apply(saving.with(consent), present)),
                                        again -> done(
                                                Problem.of(
                                                        409,
                                                        "changed_meanwhile",
                                                        "The subscription was changed while its callback was asked; send this again."))),
                                VerifiedSaving::done)));
    }

    private Decision consented(Saving saving, Present present, Decision decision) {
        if (!(decision instanceof Save save)
                || !Consent.wantedFor(present.subscription(), save.subscription())
                || saving.consent()
                        .filter(consent -> consent.covers(save.subscription()))
                        .isPresent()) {
            return decision;
        }
        Optional<Problem> tooOften = saving.consent().isPresent()
                ? Optional.empty()
                : pace.take(
                        saving.key().tenant(),
                        clock.instant(),
                        "Callbacks of a tenant are asked a few times a minute.");
        return tooOften.isPresent() ? new Leave(tooOften) : new Ask(save.subscription());
    }

    /** Of a result that is none, or why there is no consent. */
    private static Checked<Consent> consent(Subscription wanted, TestResult result) {
        String reason = result.reason().orElse("");
        if (result.outcome().equals(TestResult.DELIVERED)) {
            return Checked.ok(Consent.of(wanted, result));
        }
        if (result.outcome().equals(TestResult.NOTHING_SENT) || reason.equals(TestResult.INTERNAL)) {
            return Checked.refused(Problem.unavailable("The callback could not be asked."));
        }
        if (result.outcome().equals(TestResult.BLOCKED)) {
            String rule = result.message().orElse("address");
            return Checked.refused(
                    Problem.field("/url", "url_not_allowed", rule + ": the callback's address is not allowed."));
        }
        String came = result.message()
                .or(() -> result.status().map(status -> "answered " + status))
                .orElse(reason);
        return Checked.refused(Problem.field(
                "/url",
                "verification_failed",
                "The callback did not pass the verification "
                        + wanted.verification().text() + ": " + came + "."));
    }

    private static CompletionStage<Answer> done(Problem problem) {
        return CompletableFuture.completedStage(Answer.of(problem));
    }
}
