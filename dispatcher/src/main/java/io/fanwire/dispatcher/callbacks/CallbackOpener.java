package io.fanwire.dispatcher.callbacks;

import io.fanwire.runtime.net.EgressGuard;
import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.runtime.seal.SealException;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Seal;
import io.fanwire.schemas.Subscription;
import java.util.ArrayList;
import java.util.List;

/** Makes callbacks of subscriptions: parses the address, opens the secrets. */
public final class CallbackOpener {
    private final SecretSealer sealer;
    private final EgressGuard guard;
    private final CredentialsOpener credentials;

    public CallbackOpener(SecretSealer sealer, EgressGuard guard) {
        this.sealer = sealer;
        this.guard = guard;
        this.credentials = new CredentialsOpener(sealer, guard::parse);
    }

    /** A callback, or why there is none; the reason never holds a secret. {@code offset}: that of the record. */
    public Lookup open(Subscription subscription, long offset) {
        long position = subscription.position(offset);
        HttpUrl.Parsed parsed = guard.parse(subscription.url());
        if (parsed instanceof HttpUrl.Refused refused) {
            return new Lookup.Forbidden(refused.rule(), subscription.retry());
        }
        List<SigningKey> keys = new ArrayList<>();
        try {
            for (Subscription.SealedSecret secret : subscription.signing().secrets()) {
                byte[] opened = sealer.open(secret.sealed().bytes(), Seal.SIGNING.boundTo(subscription.key()));
                if (opened.length == 0) {
                    return new Lookup.Broken("a signing secret is empty", position);
                }
                keys.add(new SigningKey(opened, secret.validUntil()));
            }
        } catch (SealException closed) {
            return new Lookup.Broken("a signing secret does not open with this key set", position);
        }
        try {
            Credentials opened = credentials.open(subscription);
            return new Lookup.Found(new Callback(subscription, position, ((HttpUrl.Ok) parsed).url(), keys, opened));
        } catch (SealException closed) {
            return new Lookup.Broken("a secret of its headers or auth does not open with this key set", position);
        } catch (CredentialsOpener.UnusableException unusable) {
            return new Lookup.Broken("no request can be made: " + unusable.getMessage(), position);
        }
    }
}
