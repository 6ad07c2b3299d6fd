package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanwire.gateway.access.RateLimits;
import io.fanwire.gateway.access.Rates;
import io.fanwire.gateway.publish.AdmissionGate;
import io.fanwire.runtime.Metrics;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The listener with certificates that change under it. */
final class ServerTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Duration EVERY = Duration.ofMillis(50);

    @TempDir
    private Path folder;

    private Path certificate() {
        return folder.resolve("tls.crt");
    }

    private Path key() {
        return folder.resolve("tls.key");
    }

    @Test
    void aNewPairIsUsedByNewConnectionsAndOpenOnesGoOn() throws Exception {
        write(make("one", "EC"));
        try (GatewayServer server = server();
                SSLSocket open = connect(server, "TLSv1.3")) {
            assertThat(name(open)).isEqualTo("CN=one");
            assertThat(status(open)).isEqualTo("HTTP/1.1 401");
            write(make("two", "RSA"));
            awaitPresented(server, "CN=two");
            assertThat(status(open)).isEqualTo("HTTP/1.1 401");
        }
    }

    @Test
    void halfAPairAndGarbageChangeNothing() throws Exception {
        write(make("one", "EC"));
        Pair two = make("two", "EC");
        try (GatewayServer server = server()) {
            replace(certificate(), two.certificate());
            replace(key(), "garbage");
            replace(key(), make("three", "EC").key());
            for (int i = 0; i < 20; i++) {
                assertThat(presented(server)).isEqualTo("CN=one");
            }
            replace(key(), two.key());
            awaitPresented(server, "CN=two");
        }
    }

    @Test
    void aKeyOfAnotherCertificateIsRefusedAtTheStart() throws Exception {
        write(new Pair(make("one", "EC").certificate(), make("two", "EC").key()));
        assertThatThrownBy(this::server).hasMessageContaining("is not that of the certificate");
    }

    @Test
    void filesThatAreNoPemAreRefusedAtTheStart() throws Exception {
        write(new Pair("no certificate", "no key"));
        assertThatThrownBy(this::server).hasMessageContaining("are no certificate and private key in PEM");
    }

    @Test
    void versionsBelow12AreRefused() throws Exception {
        write(make("one", "EC"));
        try (GatewayServer server = server()) {
            assertThat(presented(server)).isEqualTo("CN=one");
            assertThatThrownBy(() -> connect(server, "TLSv1.1")).isInstanceOf(SSLException.class);
        }
    }

    /** Whoever connects and never begins TLS takes a place like any other, and loses it in time. */
    @Test
    void connectionsThatDoNotGetThroughTheHandshakeAreCounted() throws Exception {
        write(make("one", "EC"));
        Duration header = Duration.ofSeconds(2);
        HttpLimits limits =
                HttpLimits.DEFAULT.with(new ConnectionLimits(3, 0, true, 100)).within(header, header, header);
        List<Socket> silent = new ArrayList<>();
        try (GatewayServer server = server(limits)) {
            for (int i = 0; i < 3; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
            }
            assertThatThrownBy(() -> presented(server)).isInstanceOf(IOException.class);
            for (Socket socket : silent) {
                socket.setSoTimeout(10_000);
                assertThat(socket.getInputStream().read())
                        .as("its time is over")
                        .isEqualTo(-1);
            }
            awaitPresented(server, "CN=one");
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    private GatewayServer server() {
        return server(HttpLimits.DEFAULT);
    }

    private GatewayServer server(HttpLimits limits) {
        GatewayServer server = new GatewayServer(
                List.of(),
                new Authentication(TestGateway.KEY),
                new AdmissionGate(1 << 20),
                new RateLimits(Rates.UNLIMITED),
                new Metrics(),
                limits,
                Optional.of(new ServerTls(certificate(), key(), EVERY)));
        try {
            server.start("127.0.0.1", 0);
            return server;
        } catch (RuntimeException refused) {
            server.close();
            throw refused;
        }
    }

    /** Asks for something, and reads all of the answer, so that another may follow. */
    private static String status(SSLSocket socket) throws IOException {
        socket.getOutputStream().write("GET /v1/x HTTP/1.1\r\nhost: a\r\n\r\n".getBytes(UTF_8));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        String length = head.substring(head.indexOf("content-length: ") + 16)
                .lines()
                .findFirst()
                .orElseThrow();
        socket.getInputStream().readNBytes(Integer.parseInt(length));
        return head.substring(0, 12);
    }

    private static void awaitPresented(GatewayServer server, String name) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!presentedIfAny(server).equals(Optional.of(name))) {
            assertThat(System.nanoTime()).as("waited for " + name).isLessThan(deadline);
        }
    }

    private static Optional<String> presentedIfAny(GatewayServer server) throws Exception {
        try {
            return Optional.of(presented(server));
        } catch (IOException closed) {
            return Optional.empty();
        }
    }

    private static String presented(GatewayServer server) throws Exception {
        try (SSLSocket socket = connect(server, "TLSv1.3")) {
            return name(socket);
        }
    }

    private static String name(SSLSocket socket) throws SSLException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    private static SSLSocket connect(GatewayServer server, String version) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port());
        socket.setEnabledProtocols(new String[] {version});
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }

    private void write(Pair pair) throws IOException {
        replace(certificate(), pair.certificate());
        replace(key(), pair.key());
    }

    private void replace(Path file, String text) throws IOException {
        Path next = Files.writeString(folder.resolve("next"), text);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private Pair make(String name, String algorithm)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return new Pair(
                pem("CERTIFICATE", store.getCertificate("server").getEncoded()),
                pem("PRIVATE KEY", store.getKey("server", PASSWORD).getEncoded()));
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + what
                + "-----\n";
    }

    private record Pair(String certificate, String key) {}

    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
