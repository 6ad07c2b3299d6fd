package io.fanwire.dispatcher.http;

import static io.fanwire.dispatcher.http.ClientWorld.failure;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.callbacks.Opened;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.dispatcher.fixture.Samples;
import io.fanwire.schemas.Access;
import io.fanwire.schemas.Subscription;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's certificate is its own authority and names localhost only. */
final class ClientTlsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
    private static final Duration PATIENT = Duration.ofSeconds(10);

    @TempDir
    private static Path folder;

    private static Certificates certificates;
    private static Certificates expired;
    private static Certificates client;
    private static Path trusted;
    private static Path trustedThoughExpired;

    @BeforeAll
    static void makeCertificates() throws IOException, GeneralSecurityException, InterruptedException {
        certificates = Certificates.make(folder, "localhost");
        expired = Certificates.signed(folder, "localhost", "-startdate", "-10d", "-validity", "1");
        client = Certificates.make(folder, "client");
        trusted = Files.writeString(folder.resolve("trusted.pem"), certificates.certificate());
        trustedThoughExpired = Files.writeString(folder.resolve("expired.pem"), expired.authority());
    }

    @AfterAll
    static void nothingLeaked() {
        ClientWorld.nothingLeaked();
    }

    private static RudeServer server() throws IOException, GeneralSecurityException {
        return server(certificates.server(null).getServerSocketFactory());
    }

    static RudeServer server(ServerSocketFactory factory) {
        return new RudeServer(factory, conversation -> {
            while (conversation.request().isPresent()) {
                conversation.send(OK);
            }
        });
    }

    /** One that demands the certificate of {@code client}. */
    private static RudeServer demanding() throws IOException, GeneralSecurityException {
        var factory = certificates.server(client).getServerSocketFactory();
        return server(new ServerSocketFactory() {
            @Override
            public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
                SSLServerSocket socket = (SSLServerSocket) factory.createServerSocket(port, backlog, address);
                socket.setNeedClientAuth(true);
                return socket;
            }

            @Override
            public ServerSocket createServerSocket(int port) throws IOException {
                return createServerSocket(port, 50, InetAddress.getLoopbackAddress());
            }

            @Override
            public ServerSocket createServerSocket(int port, int backlog) throws IOException {
                return createServerSocket(port, backlog, InetAddress.getLoopbackAddress());
            }
        });
    }

    private static String url(String host, int port) {
        return "https://" + host + ":" + port + "/in";
    }

    static AttemptOutcome attempt(ClientWorld world, String host, RudeServer server) {
        return world.attempt(url(host, server.port()), PATIENT, Samples.delivery());
    }

    /** A callback that shows a client certificate. */
    static Callback showing(Certificates own, Map<String, String> more, RudeServer server)
            throws GeneralSecurityException {
        Subscription plain =
                Samples.subscription(Samples.KEY, url("localhost", server.port()), Subscription.Signing.NONE, PATIENT);
        Map<String, String> parameters = new java.util.HashMap<>(more);
        parameters.put("certificate", own.certificate());
        return Opened.callback(plain, Map.of(), Map.of(), Access.Auth.MTLS, parameters, own.privateKey());
    }

    @Test
    void aTrustedServerIsReachedAndItsConnectionKept() throws IOException, GeneralSecurityException {
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
    void aServerNobodyVouchesForIsNotSentAnything() throws IOException, GeneralSecurityException {
        try (ClientWorld world = new ClientWorld();
                RudeServer server = server()) {
            failure(attempt(world, "localhost", server), ErrorClass.TLS);

            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aServerOfAnotherNameIsNotSentAnything() throws IOException, GeneralSecurityException {
        try (ClientWorld world = new ClientWorld(Optional.of(trusted));
                RudeServer server = server()) {
            failure(attempt(world, "127.0.0.1", server), ErrorClass.TLS);

            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aServerWhoseCertificateHasExpiredIsNotSentAnything() throws IOException, GeneralSecurityException {
        try (ClientWorld world = new ClientWorld(Optional.of(trustedThoughExpired));
                RudeServer server = server(expired.server(null).getServerSocketFactory())) {
            String why = failure(attempt(world, "localhost", server), ErrorClass.TLS);

            assertThat(why).contains("CertificateExpiredException");
            assertThat(server.requests()).isEmpty();
        }
    }

    /** A server that would go on with TLS 1.0: its hello names that version, and the client must not answer it with a key. */
    @Test
    void aServerThatKnowsOnlyTls10IsNotSentAnything() throws IOException {
        ByteArrayOutputStream hello = new ByteArrayOutputStream();
        hello.writeBytes(new byte[] {22, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1});
        hello.writeBytes(new byte[32]);
        hello.writeBytes(new byte[] {0, (byte) 0xc0, 0x13, 0});
        try (ClientWorld world = new ClientWorld(Optional.of(trusted));
                HelloServer server = new HelloServer(hello.toByteArray())) {
            failure(
                    world.attempt(url("localhost", server.port()), Duration.ofSeconds(5), Samples.delivery()),
                    ErrorClass.TLS);

            assertThat(server.after()).as("an alert at most, and no body").hasSizeLessThan(16);
        }
    }

    @Test
    void aNameIsToldToTheServerBeforeTheHandshake() {
        SSLEngine engine = new ClientTls(Optional.empty(), Optional.empty())
                .context()
                .newEngine(ByteBufAllocator.DEFAULT, "hooks.example.com", 443);

        assertThat(engine.getSSLParameters().getServerNames()).containsExactly(new SNIHostName("hooks.example.com"));
        ReferenceCountUtil.release(engine);
    }

    @Test
    void anAddressIsNotToldToTheServerBeforeTheHandshake() throws IOException {
        try (ClientWorld world = new ClientWorld(Optional.of(trusted));
                HelloServer server = new HelloServer(new byte[0])) {
            world.attempt(url("127.0.0.1", server.port()), Duration.ofSeconds(5), Samples.delivery());

            assertThat(new String(server.hello(), ISO_8859_1)).isNotEmpty().doesNotContain("127.0.0.1");
        }
    }

    @Test
    void aServerThatDemandsACertificateIsShownTheSubscriptions() throws IOException, GeneralSecurityException {
        try (ClientWorld world = new ClientWorld(Optional.of(trusted));
                RudeServer server = demanding()) {
            Callback callback = showing(client, Map.of(), server);

            assertThat(world.attempt(callback, Samples.delivery())).isEqualTo(new AttemptOutcome.Delivered(200));
            assertThat(world.attempt(callback, Samples.delivery())).isEqualTo(new AttemptOutcome.Delivered(200));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatShowedACertificateIsNotUsedByAnotherSubscription()
            throws IOException, GeneralSecurityException {
        try (ClientWorld world = new ClientWorld(Optional.of(trusted));
                RudeServer server = demanding()) {
            world.attempt(showing(client, Map.of(), server), Samples.delivery());

            assertThat(attempt(world, "localhost", server)).isInstanceOf(AttemptOutcome.Failed.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aCertificateThatTheServerDoesNotWantIsAFailureOfTls() throws IOException, GeneralSecurityException {
        try (ClientWorld world = new ClientWorld(Optional.of(trusted));
                RudeServer server = demanding()) {
            failure(world.attempt(showing(expired, Map.of(), server), Samples.delivery()), ErrorClass.TLS);

            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aSubscriptionsOwnAuthorityIsTheOnlyOneThatCounts() throws IOException, GeneralSecurityException {
        try (ClientWorld world = new ClientWorld();
                RudeServer server = demanding()) {
            Map<String, String> own = Map.of("ca", certificates.certificate());
            Map<String, String> another = Map.of("ca", client.certificate());

            assertThat(world.attempt(showing(client, own, server), Samples.delivery()))
                    .isEqualTo(new AttemptOutcome.Delivered(200));
            failure(world.attempt(showing(client, another, server), Samples.delivery()), ErrorClass.TLS);
        }
        try (ClientWorld world = new ClientWorld(Optional.of(trusted));
                RudeServer server = demanding()) {
            Map<String, String> another = Map.of("ca", client.certificate());
            failure(world.attempt(showing(client, another, server), Samples.delivery()), ErrorClass.TLS);
        }
    }
}
