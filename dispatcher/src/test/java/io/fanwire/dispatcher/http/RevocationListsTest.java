package io.fanwire.dispatcher.http;

import static io.fanwire.dispatcher.http.ClientWorld.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanwire.dispatcher.callbacks.Callback;
import io.fanwire.dispatcher.delivery.AttemptOutcome;
import io.fanwire.dispatcher.delivery.ErrorClass;
import io.fanwire.dispatcher.fixture.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers whose certificate their authority took back. */
final class RevocationListsTest {
    @TempDir
    private Path folder;

    /** Also where a session is taken up again: the second connection is. And a file without a list changes nothing. */
    @Test
    void aServerWhoseCertificateWasRevokedIsNotSentAnything() throws Exception {
        Certificates signed = Certificates.signed(folder, "localhost");
        Path authority = Files.writeString(folder.resolve("authority.pem"), signed.authority());
        Path list = Files.writeString(folder.resolve("crl.pem"), signed.revocations(false));
        ClientTls tls = new ClientTls(Optional.of(authority), Optional.of(new RevocationLists(list, Duration.ZERO)));
        try (ClientWorld world = new ClientWorld(tls);
                RudeServer server = ClientTlsTest.server(signed.server(null).getServerSocketFactory())) {
            AttemptOutcome first = anew(world, server);
            assertThat(first).isEqualTo(new AttemptOutcome.Delivered(200));

            Files.writeString(list, signed.revocations(true));
            AttemptOutcome then = first;
            for (int i = 0; i < 200 && then.equals(first); i++) {
                then = anew(world, server);
            }
            Files.writeString(list, "no list");
            for (int i = 0; i < 5; i++) {
                failure(anew(world, server), ErrorClass.TLS);
            }

            assertThat(failure(then, ErrorClass.TLS)).contains("revoked");
        }
    }

    /** On a new connection. */
    private static AttemptOutcome anew(ClientWorld world, RudeServer server) {
        world.advance(Duration.ofMinutes(5));
        return ClientTlsTest.attempt(world, "localhost", server);
    }

    @Test
    void aSubscriptionsOwnAuthorityCannotVouchForWhatWasRevoked() throws Exception {
        Certificates signed = Certificates.signed(folder, "localhost");
        Path list = Files.writeString(folder.resolve("own.pem"), signed.revocations(true));
        ClientTls tls = new ClientTls(Optional.empty(), Optional.of(new RevocationLists(list, Duration.ZERO)));
        try (ClientWorld world = new ClientWorld(tls);
                RudeServer server = ClientTlsTest.server(signed.server(null).getServerSocketFactory())) {
            Certificates client = Certificates.make(folder, "client");
            Callback callback = ClientTlsTest.showing(client, Map.of("ca", signed.authority()), server);

            failure(world.attempt(callback, Samples.delivery()), ErrorClass.TLS);

            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aFileWithoutAListIsRefusedAtTheStart() throws IOException {
        Path none = Files.writeString(folder.resolve("none.pem"), "");

        assertThatThrownBy(() -> new RevocationLists(none, Duration.ZERO))
                .hasMessageContaining("no certificate revocation list");
    }
}
