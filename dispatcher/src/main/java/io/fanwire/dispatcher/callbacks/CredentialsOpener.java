package io.fanwire.dispatcher.callbacks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.runtime.seal.SecretSealer;
import io.fanwire.runtime.seal.SecretText;
import io.fanwire.runtime.tls.PemException;
import io.fanwire.runtime.tls.TlsIdentity;
import io.fanwire.schemas.Access.Auth;
import io.fanwire.schemas.Payload;
import io.fanwire.schemas.Seal;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Opens what a subscription's requests carry. */
final class CredentialsOpener {
    private static final String POST_METHOD = "client_secret_post";

    private final SecretSealer sealer;
    private final Function<String, HttpUrl.Parsed> urls;

    CredentialsOpener(SecretSealer sealer, Function<String, HttpUrl.Parsed> urls) {
        this.sealer = sealer;
        this.urls = urls;
    }

    /**
     * Opened.
     *
     * @throws io.fanwire.runtime.seal.SealException when a secret does not open
     * @throws UnusableException when what opened cannot be used; its message holds no secret
     */
    Credentials open(Subscription subscription) throws UnusableException {
        Map<String, SecretText> headers = new HashMap<>();
        subscription.access().headers().forEach((name, value) -> headers.put(name, new SecretText(value)));
        SubscriptionKey key = subscription.key();
        subscription
                .access()
                .secretHeaders()
                .forEach((name, value) -> headers.put(name, secret(key, Seal.HEADERS, value)));
        Credentials plain = new Credentials(headers, Optional.empty(), Optional.empty());
        Optional<Auth> auth = subscription.access().auth();
        return auth.isEmpty()
                ? plain
                : login(plain, auth.get(), secret(key, Seal.AUTH, auth.get().secret()));
    }

    private Credentials login(Credentials plain, Auth auth, SecretText secret) throws UnusableException {
        return switch (auth.type()) {
            case Auth.BASIC -> plain.with("authorization", basic(parameter(auth, "username"), secret));
            case Auth.API_KEY -> plain.with(parameter(auth, "header"), secret);
            case Auth.OAUTH2 -> new Credentials(plain.headers(), Optional.of(grant(auth, secret)), Optional.empty());
            case Auth.MTLS -> new Credentials(plain.headers(), Optional.empty(), Optional.of(identity(auth, secret)));
            default -> throw new UnusableException("its way to log in, " + auth.type() + ", is not known here");
        };
    }

    private static SecretText basic(String username, SecretText password) {
        byte[] both = (username + ":" + password.reveal()).getBytes(UTF_8);
        return new SecretText("Basic " + Base64.getEncoder().encodeToString(both));
    }

    private TokenGrant grant(Auth auth, SecretText secret) throws UnusableException {
        HttpUrl.Parsed parsed = urls.apply(parameter(auth, "tokenUrl"));
        if (!(parsed instanceof HttpUrl.Ok ok)) {
            throw new UnusableException("its token URL is not allowed");
        }
        Map<String, String> more = new HashMap<>(auth.parameters());
        more.keySet().retainAll(java.util.Set.of("scope", "audience"));
        boolean inBody = POST_METHOD.equals(auth.parameters().get("tokenEndpointAuthMethod"));
        return new TokenGrant(ok.url(), parameter(auth, "clientId"), secret, more, inBody);
    }

    private static TlsIdentity identity(Auth auth, SecretText privateKey) throws UnusableException {
        try {
            return TlsIdentity.read(
                    parameter(auth, TlsIdentity.CERTIFICATE),
                    privateKey,
                    Optional.ofNullable(auth.parameters().get(TlsIdentity.CA)));
        } catch (PemException unreadable) {
            throw new UnusableException("its client certificate cannot be used: " + unreadable.part());
        }
    }

    private static String parameter(Auth auth, String name) throws UnusableException {
        String value = auth.parameters().get(name);
        if (value == null) {
            throw new UnusableException("its auth has no " + name);
        }
        return value;
    }

    private SecretText secret(SubscriptionKey key, Seal use, Payload sealed) {
        return SecretText.of(sealer.open(sealed.bytes(), use.boundTo(key)));
    }

    /** Why no request can be made. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }
}
