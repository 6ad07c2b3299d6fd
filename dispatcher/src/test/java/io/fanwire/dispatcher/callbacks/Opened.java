package io.fanwire.dispatcher.callbacks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.runtime.net.EgressGuard;
import io.fanwire.runtime.net.EgressRules;
import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.schemas.Access;
import io.fanwire.schemas.Access.Auth;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Seal;
import io.fanwire.schemas.Subscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Callbacks whose secrets were sealed and opened, as they are in production. */
public final class Opened {
    /** One key set for the tests of this JVM. */
    public static final SecretSealer SEALER = sealer();

    private Opened() {}

    private static SecretSealer sealer() {
        try {
            Path folder = Files.createTempDirectory("fanwire-keys");
            folder.toFile().deleteOnExit();
            Path file = folder.resolve("keys.json");
            SecretSealer sealer = SecretSealer.createOrOpen(file);
            Files.delete(file);
            return sealer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Callback callback(
            Subscription plain,
            Map<String, String> headers,
            Map<String, String> secretHeaders,
            String auth,
            Map<String, String> parameters,
            String secret) {
        Subscription subscription = with(plain, headers, secretHeaders, auth, parameters, secret);
        Lookup lookup = new CallbackOpener(SEALER, new EgressGuard(EgressRules.of(new HttpUrl.Policy(true, true))))
                .open(subscription, 17);
        if (lookup instanceof Lookup.Found found) {
            return found.callback();
        }
        throw new IllegalStateException(lookup.toString());
    }

    /** With credentials; {@code auth} may be empty. */
    static Subscription with(
            Subscription plain,
            Map<String, String> headers,
            Map<String, String> secretHeaders,
            String auth,
            Map<String, String> parameters,
            String secret) {
        Map<String, Payload> secrets = new HashMap<>();
        secretHeaders.forEach((name, value) -> secrets.put(name, seal(plain, Seal.HEADERS, value)));
        Optional<Auth> login = auth.isEmpty()
                ? Optional.empty()
                : Optional.of(new Auth(auth, parameters, seal(plain, Seal.AUTH, secret)));
        return with(plain, new Access(headers, secrets, login), Optional.empty());
    }

    static Payload seal(Subscription subscription, Seal use, String text) {
        return Payload.of(SEALER.seal(text.getBytes(UTF_8), use.boundTo(subscription.key())));
    }

    static Subscription with(Subscription plain, Access access, Optional<Subscription.Resealed> resealed) {
        return new Subscription(
                plain.key(),
                plain.selection(),
                plain.url(),
                plain.method(),
                plain.shape(),
                plain.signing(),
                access,
                plain.retry(),
                plain.timeout(),
                plain.maxInFlight(),
                plain.rateLimit(),
                plain.ordering(),
                plain.verification(),
                plain.enabled(),
                plain.description(),
                plain.metadata(),
                plain.createdAt(),
                plain.updatedAt(),
                resealed);
    }
}
