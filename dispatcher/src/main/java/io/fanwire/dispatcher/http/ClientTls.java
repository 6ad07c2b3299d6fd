package io.fanwire.dispatcher.http;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** TLS towards callbacks: 1.2 or later, names verified, BoringSSL where it loads. There is no switch to skip verification. */
public final class ClientTls {
    private ClientTls() {}

    public static String provider() {
        return OpenSsl.isAvailable() ? "boringssl" : "jdk";
    }

    /**
     * The context of all connections to callbacks.
     *
     * @param trusted PEM file of the authorities to trust instead of the JDK's
     */
    public static SslContext context(Optional<Path> trusted) {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .endpointIdentificationAlgorithm("HTTPS");
        trusted.map(Path::toFile).ifPresent((File file) -> builder.trustManager(file));
        try {
            return builder.build();
        } catch (SSLException unusable) {
            throw new IllegalStateException("TLS cannot be set up: " + unusable.getMessage(), unusable);
        }
    }
}
