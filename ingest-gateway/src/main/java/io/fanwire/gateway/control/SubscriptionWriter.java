package io.fanwire.gateway.control;

import io.fanwire.gateway.control.SubscriptionStore.Decision;
import io.fanwire.gateway.control.SubscriptionStore.Keep;
import io.fanwire.gateway.control.SubscriptionStore.Leave;
import io.fanwire.gateway.control.SubscriptionStore.Present;
import io.fanwire.gateway.control.SubscriptionStore.Save;
import io.fanwire.gateway.http.Problem;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Access;
import io.fanwire.schemas.SigningStyle;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.Subscription.RateLimit;
import io.fanwire.schemas.Subscription.SealedSecret;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Decides what becomes of a draft, given what is there. */
final class SubscriptionWriter {
    private final SecretSealer sealer;
    private final AccessWriter accesses;
    private final InstantSource clock;
    private final SubscriptionRules.OfATenant most;

    SubscriptionWriter(SecretSealer sealer, InstantSource clock, SubscriptionRules.OfATenant most) {
        this.sealer = sealer;
        this.accesses = new AccessWriter(sealer);
        this.clock = clock;
        this.most = most;
    }

    /**
     * A new record, or why there is none. A replacement that brings no secret, or the one that signs already, keeps those that are there;
     * one that changes nothing is not written.
     */
    Decision save(Saving saving, SubscriptionDraft draft, Present present) {
        Optional<Subscription> before = present.subscription();
        Optional<Problem> refused = saving.tags().refused(before.map(SubscriptionJson::etag));
        if (refused.isPresent()) {
            return new Leave(refused);
        }
        if (before.isEmpty() && present.ofTenant() >= most.subscriptions()) {
            return new Leave(Optional.of(Problem.of(
                    409, "quota_exceeded", "A tenant has at most " + most.subscriptions() + " subscriptions.")));
        }
        if (tooMuchToRead(draft, before, present.expressions())) {
            return new Leave(Optional.of(Problem.of(
                    409,
                    "quota_exceeded",
                    "The filters and transforms of a tenant have at most " + most.expressions()
                            + " characters together.")));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Access old = before.map(Subscription::access).orElse(Access.NONE);
        return accesses.sealed(saving.key(), draft.access(), old, now)
                .fold(access -> save(saving, draft, access, before, now), SubscriptionWriter::refused);
    }

    /** One that becomes shorter is always taken. */
    private boolean tooMuchToRead(SubscriptionDraft draft, Optional<Subscription> before, long there) {
        int more = draft.expressionLength();
        int less = before.map(Subscription::expressionLength).orElse(0);
        return more > less && there - less + more > most.expressions();
    }

    private Decision save(
            Saving saving, SubscriptionDraft draft, Access access, Optional<Subscription> before, Instant now) {
        SubscriptionKey key = saving.key();
        SigningStyle style = draft.signing().style();
        List<SealedSecret> kept = before.map(Subscription::signing)
                .map(old -> SigningSecret.moved(old.secrets(), old.style(), style, sealer, key))
                .orElse(List.of());
        Optional<SigningSecret> given = draft.signing().secret().filter(secret -> !secret.signs(sealer, key, kept));
        Optional<SigningSecret> made = style.signs() && given.isEmpty() && kept.isEmpty()
                ? Optional.of(saving.spare().of(style))
                : Optional.empty();
        Optional<SigningSecret> fresh = given.or(() -> made);
        List<SealedSecret> sealed =
                fresh.map(secret -> List.of(secret.seal(sealer, key))).orElse(kept);
        Subscription.Signing signing = draft.signing().with(style.signs() ? sealed : List.of());
        Optional<RateLimit> rate = saving.agreed(draft, before);
        if (before.isEmpty()) {
            return new Save(draft.of(key, signing, access, rate, now, now), true, fresh);
        }
        Subscription old = before.get();
        Subscription same = draft.of(key, signing, access, rate, old.createdAt(), old.updatedAt());
        return same.equals(old.with(old.signing(), old.updatedAt())) // who sealed its secrets anew changed nothing
                ? new Keep(old)
                : new Save(draft.of(key, signing, access, rate, old.createdAt(), now), false, made);
    }

    private static Decision refused(Problem problem) {
        return new Leave(Optional.of(problem));
    }
}
