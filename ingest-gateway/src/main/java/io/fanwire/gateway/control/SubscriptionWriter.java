package io.fanwire.gateway.control;

import io.fanwire.gateway.control.SubscriptionStore.Decision;
import io.fanwire.gateway.control.SubscriptionStore.Leave;
import io.fanwire.gateway.control.SubscriptionStore.Present;
import io.fanwire.gateway.control.SubscriptionStore.Save;
import io.fanwire.gateway.http.Problem;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Access;
import io.fanwire.schemas.Subscription;
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
    private final int perTenant;

    SubscriptionWriter(SecretSealer sealer, InstantSource clock, int perTenant) {
        this.sealer = sealer;
        this.accesses = new AccessWriter(sealer);
        this.clock = clock;
        this.perTenant = perTenant;
    }

    /**
     * A new record, or why there is none. A replacement that brings no secret keeps the one that is there.
     *
     * @param ifMatch the entity tag the caller has seen, if it insists on it
     */
    Decision save(SubscriptionKey key, SubscriptionDraft draft, Present present, Optional<String> ifMatch) {
        Optional<Subscription> before = present.subscription();
        if (!matches(ifMatch, before)) {
            return refused(Problem.of(412, "precondition_failed", "The subscription is not as If-Match says."));
        }
        if (before.isEmpty() && present.ofTenant() >= perTenant) {
            return refused(Problem.of(409, "quota_exceeded", "A tenant has at most " + perTenant + " subscriptions."));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Access old = before.map(Subscription::access).orElse(Access.NONE);
        return accesses.sealed(key, draft.access(), old, now)
                .fold(access -> save(key, draft, access, before, now), SubscriptionWriter::refused);
    }

    private Save save(
            SubscriptionKey key, SubscriptionDraft draft, Access access, Optional<Subscription> before, Instant now) {
        boolean signs = draft.signingStyle().equals(Subscription.Signing.STANDARD);
        List<SealedSecret> kept = before.map(old -> old.signing().secrets()).orElse(List.of());
        Optional<SigningSecret> made = signs && draft.secret().isEmpty() && kept.isEmpty()
                ? Optional.of(SigningSecret.random())
                : Optional.empty();
        Optional<SigningSecret> fresh = draft.secret().or(() -> made);
        List<SealedSecret> sealed =
                fresh.map(secret -> List.of(secret.seal(sealer, key))).orElse(kept);
        Subscription saved = new Subscription(
                key,
                draft.topic(),
                draft.types(),
                draft.url(),
                draft.format(),
                new Subscription.Signing(draft.signingStyle(), signs ? sealed : List.of()),
                access,
                draft.retry(),
                draft.timeout(),
                draft.maxInFlight(),
                draft.rateLimit(),
                draft.ordering(),
                draft.enabled(),
                draft.description(),
                draft.metadata(),
                before.map(Subscription::createdAt).orElse(now),
                now,
                Optional.empty());
        return new Save(saved, before.isEmpty(), before.isEmpty() ? fresh : made);
    }

    private static boolean matches(Optional<String> ifMatch, Optional<Subscription> before) {
        return ifMatch.map(tag ->
                        before.isPresent() && (tag.equals("*") || tag.equals(SubscriptionJson.etag(before.get()))))
                .orElse(true);
    }

    private static Decision refused(Problem problem) {
        return new Leave(Optional.of(problem));
    }
}
