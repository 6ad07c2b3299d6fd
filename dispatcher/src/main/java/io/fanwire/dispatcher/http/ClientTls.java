package io.fanwire.dispatcher.http;

import io.fanwire.runtime.tls.TlsIdentity;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import javax.net.ssl.SSLException;

/**
 * TLS towards callbacks: 1.2 or later, names verified, BoringSSL where it loads. There is no switch to skip verification. Any thread may
 * use it.
 */
public final class ClientTls {
    private final Optional<Path> trusted;
    private final SslContext shared;
    private final Map<TlsIdentity, SslContext> own = new WeakHashMap<>();

    /**
     * The contexts of all connections to callbacks.
     *
     * @param trusted PEM file of the authorities to trust instead of the JDK's
     */
    public ClientTls(Optional<Path> trusted) {
        this.trusted = trusted;
        try {
            this.shared = trusting(builder()).build();
        } catch (SSLException unusable) {
            throw new IllegalStateException("TLS cannot be set up: " + unusable.getMessage(), unusable);
        }
    }

    public static String provider() {
        return OpenSsl.isAvailable() ? "boringssl" : "jdk";
    }

    SslContext context() {
        return shared;
    }

    /** A context that shows the client's certificate, as long as somebody holds the identity. */
    SslContext context(TlsIdentity identity) throws SSLException {
        synchronized (own) {
            SslContext known = own.get(identity);
            if (known != null) {
                return known;
            }
            SslContext made = context(builder(), identity);
            own.put(identity, made);
            return made;
        }
    }

    private SslContext context(SslContextBuilder builder, TlsIdentity identity) throws SSLException {
        builder.keyManager(identity.key(), identity.chain());
        return identity.trusted().isEmpty()
                ? trusting(builder).build()
                : builder.trustManager(identity.trusted()).build();
    }

    private SslContextBuilder trusting(SslContextBuilder builder) {
        trusted.map(Path::toFile).ifPresent((File file) -> builder.trustManager(file));
        return builder;
    }

    private static SslContextBuilder builder() {
        return SslContextBuilder.forClient()
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .endpointIdentificationAlgorithm("HTTPS");
    }
}
