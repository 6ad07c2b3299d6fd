package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.JsonText;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.Subscription.SealedSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A new signing secret, and how long those before it sign beside it, so that a receiver can change over without a gap.
 *
 * @param secret the caller's own; empty: one is made
 */
record SecretRotation(Duration overlap, Optional<SigningSecret> secret) {
    private static final Duration USUAL = Duration.ofHours(24);
    private static final Duration MOST = Duration.ofDays(7);
    private static final int MOST_TEXT = 1024;

    /** Each costs a signature on every attempt. */
    private static final int MOST_SECRETS = 3;

    static Checked<SecretRotation> read(ObjectNode body) {
        FieldReader fields = new FieldReader(body, "");
        Duration overlap = fields.duration("overlap", Duration.ZERO, MOST, "invalid_overlap")
                .orElse(USUAL);
        Optional<SigningSecret> secret =
                fields.text("secret", MOST_TEXT, "invalid_secret").flatMap(text -> SigningSecret.read(text, fields));
        return fields.finish(new SecretRotation(overlap, secret));
    }

    /** Without a body all is as usual. */
    static Checked<SecretRotation> usual() {
        return read(JsonText.object());
    }

    /** The signing of a subscription from now on: the new secret first, then those that have not run out, the latest first. */
    Subscription.Signing applied(Subscription subscription, SigningSecret fresh, SecretSealer sealer, Instant now) {
        List<SealedSecret> secrets = new ArrayList<>();
        secrets.add(fresh.seal(sealer, subscription.key()));
        Instant end = now.plus(overlap);
        for (SealedSecret old : subscription.signing().secrets()) {
            Instant until = old.validUntil().filter(end::isAfter).orElse(end);
            if (until.isAfter(now) && secrets.size() < MOST_SECRETS) {
                secrets.add(new SealedSecret(old.sealed(), Optional.of(until)));
            }
        }
        return new Subscription.Signing(subscription.signing().style(), secrets);
    }
}
