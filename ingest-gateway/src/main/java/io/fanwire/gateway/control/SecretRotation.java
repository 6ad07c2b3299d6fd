package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.runtime.seal.SecretText;
import io.fanwire.schemas.SigningStyle;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.Subscription.SealedSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A new signing secret, and how long those before it sign, so that a receiver can change over without a gap. Where a request has room for
 * one signature, the old secret signs alone for that long, and then the new one.
 *
 * @param given the caller's own secret; empty: one is made
 */
record SecretRotation(Duration overlap, Optional<SecretText> given) {
    private static final Duration USUAL = Duration.ofHours(24);
    private static final Duration MOST = Duration.ofDays(7);
    private static final int MOST_TEXT = 1024;

    /** Each costs a signature on every attempt. */
    private static final int MOST_SECRETS = 3;

    static Checked<SecretRotation> read(ObjectNode body) {
        FieldReader fields = new FieldReader(body, "");
        Duration overlap = fields.duration("overlap", Duration.ZERO, MOST, "invalid_overlap")
                .orElse(USUAL);
        Optional<SecretText> given =
                fields.text("secret", MOST_TEXT, "invalid_secret").map(SecretText::new);
        return fields.finish(new SecretRotation(overlap, given));
    }

    /** Without a body all is as usual. */
    static Checked<SecretRotation> usual() {
        return read(JsonText.object());
    }

    /** The new secret, if it can be one of this style. */
    Checked<SigningSecret> fresh(SigningStyle style) {
        if (given.isEmpty()) {
            return Checked.ok(SigningSecret.random(style));
        }
        FieldReader fields = new FieldReader(JsonText.object(), "");
        Optional<SigningSecret> read = SigningSecret.read(given.get().reveal(), style, fields);
        return fields.finish(read).map(Optional::orElseThrow);
    }

    /**
     * The signing of a subscription from now on: the new secret first, then those that have not run out, the latest first. Of those that
     * wait for their turn to sign alone, only the new one is left.
     */
    Subscription.Signing applied(Subscription subscription, SigningSecret fresh, SecretSealer sealer, Instant now) {
        Subscription.Signing signing = subscription.signing();
        List<SealedSecret> valid = signing.secrets().stream()
                .filter(old -> old.validUntil().filter(end -> !end.isAfter(now)).isEmpty())
                .toList();
        List<SealedSecret> old =
                signing.style().signsWithEach() ? valid : valid.subList(Math.max(0, valid.size() - 1), valid.size());
        List<SealedSecret> secrets = new ArrayList<>();
        secrets.add(fresh.seal(sealer, subscription.key()));
        Instant end = now.plus(overlap);
        for (SealedSecret one : old) {
            Instant until = one.validUntil().filter(end::isAfter).orElse(end);
            if (until.isAfter(now) && secrets.size() < MOST_SECRETS) {
                secrets.add(new SealedSecret(one.sealed(), Optional.of(until)));
            }
        }
        return signing.with(secrets);
    }
}
