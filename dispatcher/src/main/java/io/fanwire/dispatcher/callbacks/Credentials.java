package io.fanwire.dispatcher.callbacks;

import io.fanwire.runtime.seal.Secret;
import io.fanwire.runtime.seal.SecretText;
import io.fanwire.runtime.tls.TlsIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What requests to a callback carry so that it lets them in, opened. */
public final class Credentials implements Secret {
    public static final Credentials NONE = new Credentials(Map.of(), Optional.empty(), Optional.empty());

    private final Map<String, SecretText> headers;
    private final Optional<TokenGrant> grant;
    private final Optional<TlsIdentity> identity;

    Credentials(Map<String, SecretText> headers, Optional<TokenGrant> grant, Optional<TlsIdentity> identity) {
        this.headers = Map.copyOf(headers);
        this.grant = grant;
        this.identity = identity;
    }

    /** By name, secret or not. */
    public Map<String, SecretText> headers() {
        return headers;
    }

    /** Present when each request brings an access token. */
    public Optional<TokenGrant> grant() {
        return grant;
    }

    /** The client certificate. */
    public Optional<TlsIdentity> identity() {
        return identity;
    }

    Credentials with(String header, SecretText value) {
        Map<String, SecretText> more = new HashMap<>(headers);
        more.put(header, value);
        return new Credentials(more, grant, identity);
    }

    @Override
    public String toString() {
        return "credentials";
    }
}
