package io.fanwire.dispatcher.http;

import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.runtime.tls.TlsIdentity;
import java.util.Optional;

/**
 * Connections are shared by everything that goes to the same scheme, host and port, and shows the same certificate.
 *
 * @param identity a client certificate is shown for its own subscription alone
 */
record Origin(boolean tls, String host, int port, Optional<TlsIdentity> identity) {
    /** By what nearly always tells them apart. */
    @Override
    public int hashCode() {
        return 31 * host.hashCode() + port;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Origin origin
                        && port == origin.port
                        && tls == origin.tls
                        && host.equals(origin.host)
                        && identity.equals(origin.identity));
    }

    static Origin of(HttpUrl url) {
        return of(url, Optional.empty());
    }

    static Origin of(HttpUrl url, Optional<TlsIdentity> identity) {
        boolean tls = url.scheme().equals("https");
        return new Origin(tls, url.host(), url.port(), identity.filter(shown -> tls));
    }
}
