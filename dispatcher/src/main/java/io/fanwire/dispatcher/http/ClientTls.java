package io.fanwire.dispatcher.http;

import io.fanwire.runtime.tls.TlsIdentity;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import javax.net.ssl.SSLException;

/**
 * TLS towards callbacks: 1.2 or later, names verified, BoringSSL where it loads. There is no switch to skip verification. Any thread may
 * use it.
 */
public final class ClientTls {
    private final List<X509Certificate> trusted;
    private final Optional<RevocationLists> revoked;
    private final SslContext shared;
    private final Map<TlsIdentity, SslContext> own = new WeakHashMap<>();

    /**
     * The contexts of all connections to callbacks.
     *
     * @param trusted PEM file of the authorities to trust instead of the JDK's
     * @param revoked what even they are not believed about
     */
    public ClientTls(Optional<Path> trusted, Optional<RevocationLists> revoked) {
        this.revoked = revoked;
        try {
            this.trusted = trusted.isPresent() ? read(trusted.get()) : List.of();
            this.shared = trusting(builder(), this.trusted).build();
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
        return trusting(builder, identity.trusted().isEmpty() ? trusted : identity.trusted())
                .build();
    }

    private SslContextBuilder trusting(SslContextBuilder builder, List<X509Certificate> authorities) {
        revoked.ifPresentOrElse(
                lists -> builder.trustManager(RevokingTrust.of(authorities, lists)), () -> plain(builder, authorities));
        return builder;
    }

    private static void plain(SslContextBuilder builder, List<X509Certificate> authorities) {
        if (!authorities.isEmpty()) {
            builder.trustManager(authorities);
        }
    }

    private static List<X509Certificate> read(Path file) throws SSLException {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> read = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (read.isEmpty()) {
                throw new SSLException(file + " holds no certificate");
            }
            return read;
        } catch (IOException | CertificateException unusable) {
            throw new SSLException(file + " cannot be read: " + unusable, unusable);
        }
    }

    private static SslContextBuilder builder() {
        return SslContextBuilder.forClient()
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .endpointIdentificationAlgorithm("HTTPS");
    }
}
