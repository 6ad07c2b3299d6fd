package io.fanwire.dispatcher.http;

import static io.fanwire.dispatcher.http.ClientWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.dispatcher.fixture.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's certificate is its own authority and names localhost only. */
final class ClientTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

    @TempDir
    private static Path folder;

    private static SSLContext server;
    private static Path trusted;

    @BeforeAll
    static void makeACertificate() throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
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
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        server = SSLContext.getInstance("TLS");
        server.init(keys.getKeyManagers(), null, null);
        String certificate = Base64.getMimeEncoder()
                .encodeToString(store.getCertificate("server").getEncoded());
        trusted = folder.resolve("trusted.pem");
        Files.writeString(trusted, "-----BEGIN CERTIFICATE-----\n" + certificate + "\n-----END CERTIFICATE-----\n");
    }

    @AfterAll
    static void nothingLeaked() {
        ClientWorld.nothingLeaked();
    }

    private static RudeServer server() {
        return new RudeServer(server.getServerSocketFactory(), conversation -> {
            while (conversation.request().isPresent()) {
                conversation.send(OK);
            }
        });
    }

    private static AttemptOutcome attempt(ClientWorld world, String host, RudeServer server) {
        return world.attempt(
                "https://" + host + ":" + server.port() + "/in", Duration.ofSeconds(10), Samples.delivery());
    }

    @Test
    void aTrustedServerIsReachedAndItsConnectionKept() throws IOException {
        try (ClientWorld world = new ClientWorld(Optional.of(trusted));
                RudeServer server = server()) {
            for (int i = 0; i < 10; i++) {
                assertThat(attempt(world, "localhost", server)).isEqualTo(new AttemptOutcome.Delivered(200));
            }

            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.requests().get(9).header("host")).contains("localhost:" + server.port());
        }
    }

    @Test
    void aServerNobodyVouchesForIsNotSentAnything() throws IOException {
        try (ClientWorld world = new ClientWorld();
                RudeServer server = server()) {
            failure(attempt(world, "localhost", server), ErrorClass.TLS);

            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aServerOfAnotherNameIsNotSentAnything() throws IOException {
        try (ClientWorld world = new ClientWorld(Optional.of(trusted));
                RudeServer server = server()) {
            failure(attempt(world, "127.0.0.1", server), ErrorClass.TLS);

            assertThat(server.requests()).isEmpty();
        }
    }
}
