package io.fanwire.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener's certificate and key, in PEM files that may be replaced while it listens: new connections use the new ones, open ones
 * go on. Files that do not belong together, as between two writes, change nothing. {@link #latest} is called by one thread at a time.
 */
public final class ServerTls {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
    private static final Set<String> VERSIONS = Set.of("TLSv1.3", "TLSv1.2");

    private final Path certificate;
    private final Path key;
    private final Duration every;
    private byte[] current = new byte[0];

    /**
     * Nothing is read yet.
     *
     * @param certificate the server's certificate, then those between it and an authority
     * @param key its private key, PKCS 8 or the older forms of RSA and EC, without a password
     * @param every how often the files are looked at
     */
    public ServerTls(Path certificate, Path key, Duration every) {
        this.certificate = certificate;
        this.key = key;
        this.every = every;
    }

    /**
     * Has a server that is to be made use what the files hold.
     *
     * @throws IllegalArgumentException when they cannot be read or are no pair
     */
    void secure(HttpServerOptions options, Vertx vertx) {
        options.setSsl(true)
                .setKeyCertOptions(read(vertx))
                .setEnabledSecureTransportProtocols(VERSIONS)
                .setUseAlpn(false);
    }

    private PemKeyCertOptions read(Vertx vertx) {
        byte[] chain = bytes(certificate);
        byte[] secret = bytes(key);
        PemKeyCertOptions pair =
                new PemKeyCertOptions().setCertValue(Buffer.buffer(chain)).setKeyValue(Buffer.buffer(secret));
        KeyPairCheck.require(pair, vertx, certificate, key);
        current = joined(chain, secret);
        return pair;
    }

    /** Looks at the files now and then, and has the server use what is new and sound, with so much time for a handshake. */
    void follow(Vertx vertx, HttpServer server, Duration handshake) {
        vertx.setPeriodic(every.toMillis(), tick -> vertx.executeBlocking(() -> latest(vertx, handshake))
                .onSuccess(found -> found.ifPresent(fresh -> server.updateSSLOptions(fresh)
                        .onSuccess(done -> LOG.atInfo()
                                .addKeyValue("certificate", certificate)
                                .log("the listener has a new certificate"))
                        .onFailure(failed -> refused(failed.toString())))));
    }

    /** Empty when there is nothing new that is sound. */
    private Optional<ServerSSLOptions> latest(Vertx vertx, Duration handshake) {
        try {
            byte[] seen = joined(bytes(certificate), bytes(key));
            return Arrays.equals(seen, current) ? Optional.empty() : Optional.of(options(read(vertx), handshake));
        } catch (IllegalArgumentException unsound) {
            refused(String.valueOf(unsound.getMessage()));
            return Optional.empty();
        }
    }

    private static ServerSSLOptions options(PemKeyCertOptions pair, Duration handshake) {
        return new ServerSSLOptions()
                .setSslHandshakeTimeout(handshake.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeyCertOptions(pair)
                .setEnabledSecureTransportProtocols(VERSIONS)
                .setUseAlpn(false);
    }

    private static void refused(String why) {
        LOG.atError()
                .addKeyValue("error", why)
                .log("the new certificate is not used; the listener keeps the one it has");
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read", e);
        }
    }

    private static byte[] joined(byte[] chain, byte[] secret) {
        byte[] all = Arrays.copyOf(chain, chain.length + secret.length);
        System.arraycopy(secret, 0, all, chain.length, secret.length);
        return all;
    }
}
