package io.fanwire.dispatcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A certificate and its key, made by the JDK's keytool; it is its own authority unless another one signed it. */
final class Certificates {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String ALIAS = "one";
    private static final String AUTHORITY = "authority";

    private final KeyStore store;
    private final Path file;

    private Certificates(KeyStore store, Path file) {
        this.store = store;
        this.file = file;
    }

    /** For {@code name}; {@code more} goes to keytool. */
    static Certificates make(Path folder, String name, String... more)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve(name + ".p12");
        keytool(file, ALIAS, name, more);
        return read(file);
    }

    /** For {@code name}, signed by an authority of its own. */
    static Certificates signed(Path folder, String name, String... more)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve(name + "-signed.p12");
        keytool(file, AUTHORITY, "authority", "-ext", "bc:c");
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(List.of("-signer", AUTHORITY));
        keytool(file, ALIAS, name, all.toArray(String[]::new));
        return read(file);
    }

    /** The list of what its authority took back, in PEM; {@code all}: so is this one. */
    String revocations(boolean all) throws IOException, GeneralSecurityException, InterruptedException {
        Path list = file.resolveSibling("list.pem");
        String serial = all
                ? ((X509Certificate) store.getCertificate(ALIAS))
                        .getSerialNumber()
                        .toString()
                : "1";
        run(List.of(
                "-gencrl",
                "-rfc",
                "-alias",
                AUTHORITY,
                "-id",
                serial,
                "-file",
                list.toString(),
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD)));
        return Files.readString(list);
    }

    private static void keytool(Path file, String alias, String name, String... more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=dns:" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD)));
        command.addAll(List.of(more));
        run(command);
    }

    private static void run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(arguments);
        command.add(
                0, Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private static Certificates read(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return new Certificates(store, file);
    }

    String certificate() throws GeneralSecurityException {
        return pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
    }

    /** Of who signed it. */
    String authority() throws GeneralSecurityException {
        return pem("CERTIFICATE", store.getCertificate(AUTHORITY).getEncoded());
    }

    String privateKey() throws GeneralSecurityException {
        return pem("PRIVATE KEY", store.getKey(ALIAS, PASSWORD).getEncoded());
    }

    /** What a server with this certificate needs; {@code clients}: whom it demands a certificate of. */
    SSLContext server(@Nullable Certificates clients) throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, PASSWORD);
        own.setKeyEntry(ALIAS, store.getKey(ALIAS, PASSWORD), PASSWORD, store.getCertificateChain(ALIAS));
        keys.init(own, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), clients == null ? null : clients.trust(), null);
        return context;
    }

    private TrustManager[] trust() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                + label + "-----\n";
    }
}
