package io.fanwire.bench.speed.chain;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;

/**
 * The certificate of a sink, of 127.0.0.1 and its own authority, made by the JDK's keytool.
 *
 * @param folder where its files are
 */
public record SinkCertificate(Path folder) {
    private static final String PASSWORD = "changeit";

    /** One that was made before. */
    static SinkCertificate of(Path folder) {
        return new SinkCertificate(folder);
    }

    /** Makes one. */
    public static SinkCertificate make(Path folder) throws IOException {
        SinkCertificate certificate = new SinkCertificate(folder);
        keytool(
                certificate.store(),
                List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "7"),
                List.of("-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1", "-ext", "bc:c"));
        keytool(
                certificate.store(),
                List.of("-exportcert", "-rfc"),
                List.of("-file", certificate.pem().toString()));
        return certificate;
    }

    /** What clients have to trust. */
    public Path pem() {
        return folder.resolve("sink.pem");
    }

    private Path store() {
        return folder.resolve("sink.p12");
    }

    /** Of a server that shows it. */
    SslContext context() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store())) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        return SslContextBuilder.forServer(keys)
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .build();
    }

    private static void keytool(Path store, List<String> what, List<String> more) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(what);
        command.addAll(List.of("-alias", "sink", "-keystore", store.toString(), "-storepass", PASSWORD));
        command.addAll(more);
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool could not make " + store);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
