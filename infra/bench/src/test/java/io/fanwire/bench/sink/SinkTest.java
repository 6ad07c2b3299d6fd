package io.fanwire.bench.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanwire.bench.ledger.Post;
import io.fanwire.bench.ledger.Post.Signed;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkTest {
    private static final String SECRET =
            "whsec_" + Base64.getEncoder().encodeToString("a secret of enough bytes".getBytes(UTF_8));
    private static final String SIGNED_HEADERS = "webhook-timestamp: 1767225600\r\nwebhook-signature: v1,%s\r\n";

    @TempDir
    Path folder;

    private Sink sink;
    private SinkClient client;

    @BeforeEach
    void start() {
        sink = Sink.start("127.0.0.1", 0, folder.resolve("sink.log"), InstantSource.system());
        client = new SinkClient("127.0.0.1", sink.port());
    }

    @AfterEach
    void stop() {
        sink.close();
    }

    @Test
    void everyRequestIsWrittenDownWithItsAnswer() throws IOException {
        try (Socket socket = socket()) {
            send(socket, "/c/one", "e1", 1, "", "body");
            assertThat(head(socket)).startsWith("HTTP/1.1 204");
            send(socket, "/c/one", "e2", 3, "", "other");
            assertThat(head(socket)).startsWith("HTTP/1.1 204");
        }

        assertThat(client.count()).isEqualTo(2);
        List<Post> posts = SinkLogReader.read(folder.resolve("sink.log"));
        assertThat(posts).extracting(Post::eventId).containsExactly("e1", "e2");
        assertThat(posts).extracting(Post::attempt).containsExactly(1, 3);
        assertThat(posts).extracting(Post::how).containsOnly("204");
        assertThat(posts.get(0).path()).isEqualTo("/c/one");
        assertThat(posts.get(0).answered()).isPresent();
        assertThat(posts.get(0).sha256()).isNotEqualTo(posts.get(1).sha256());
    }

    @Test
    void aPathPlaysItsScriptUntilItGetsAnother() throws IOException {
        client.script("/c/one", "status 500,503,200");

        try (Socket socket = socket()) {
            send(socket, "/c/one", "e1", 1, "", "x");
            assertThat(head(socket)).startsWith("HTTP/1.1 500");
            send(socket, "/c/one", "e1", 2, "", "x");
            assertThat(head(socket)).startsWith("HTTP/1.1 503");
            send(socket, "/c/one", "e1", 9, "", "x");
            assertThat(head(socket)).startsWith("HTTP/1.1 200");
            client.script("/c/one", "retry-after 429 7");
            send(socket, "/c/one", "e2", 1, "", "x");
            assertThat(head(socket)).startsWith("HTTP/1.1 429").contains("retry-after: 7");
            client.script("/c/one", "redirect http://127.0.0.1:1/");
            send(socket, "/c/one", "e2", 1, "", "x");
            assertThat(head(socket)).startsWith("HTTP/1.1 302").contains("location: http://127.0.0.1:1/");
        }
    }

    @Test
    void theSameEventIsTreatedAlikeAndAShareOfThemFails() throws IOException {
        client.script("*", "some 0.5 500 7");
        StringBuilder first = new StringBuilder();
        StringBuilder second = new StringBuilder();

        try (Socket socket = socket()) {
            for (StringBuilder answers : List.of(first, second)) {
                for (int n = 0; n < 20; n++) {
                    send(socket, "/any", "e" + n, 1, "", "x");
                    answers.append(head(socket), 9, 12).append(' ');
                }
            }
            send(socket, "/any", "e1", 2, "", "x");
            assertThat(head(socket)).startsWith("HTTP/1.1 204");
        }

        assertThat(first).isEqualToIgnoringCase(second).contains("500").contains("204");
    }

    @Test
    void aSignatureIsCheckedAgainstThePresentAndThePreviousSecret() throws IOException {
        String other = "whsec_" + Base64.getEncoder().encodeToString("another secret, as long".getBytes(UTF_8));
        // of "e1.1767225600.body" by the secret above, made with: openssl dgst -sha256 -hmac … -binary | base64
        String signature = "30PYL4ojcNsIoxBjvvg4W28RXdWttgRKDMKf/4ts7Jc=";
        try (Socket socket = socket()) {
            send(socket, "/c", "e1", 1, String.format(SIGNED_HEADERS, signature), "body");
            head(socket);
            client.order(List.of("secret sub_1 " + SECRET));
            send(socket, "/c", "e1", 1, String.format(SIGNED_HEADERS, signature), "body");
            head(socket);
            send(socket, "/c", "e1", 1, String.format(SIGNED_HEADERS, signature), "bodY");
            head(socket);
            client.order(List.of("secret sub_1 " + other + " " + SECRET));
            send(socket, "/c", "e1", 1, String.format(SIGNED_HEADERS, signature), "body");
            head(socket);
        }

        client.count();
        assertThat(SinkLogReader.read(folder.resolve("sink.log")))
                .extracting(Post::signed)
                .containsExactly(Signed.UNCHECKED, Signed.CURRENT, Signed.BAD, Signed.PREVIOUS);
    }

    @Test
    void itCanHangResetDripAndFlood() throws IOException {
        client.order(List.of(
                "script /hang hang",
                "script /reset reset",
                "script /half hang-body",
                "script /big big-header 100000",
                "script /endless endless",
                "script /many headers 100"));
        try (Socket socket = socket()) {
            socket.setSoTimeout(100);
            send(socket, "/hang", "e1", 1, "", "x");
            assertThatThrownBy(() -> head(socket)).isInstanceOf(SocketTimeoutException.class);
        }
        try (Socket socket = socket()) {
            send(socket, "/reset", "e2", 1, "", "x");
            assertThatThrownBy(() -> head(socket)).isInstanceOf(SocketException.class);
        }
        try (Socket socket = socket()) {
            send(socket, "/half", "e3", 1, "", "x");
            assertThat(head(socket)).contains("content-length: 1000");
        }
        try (Socket socket = socket()) {
            send(socket, "/big", "e4", 1, "", "x");
            assertThat(head(socket)).hasSizeGreaterThan(100_000);
        }
        try (Socket socket = socket()) {
            send(socket, "/endless", "e5", 1, "", "x");
            assertThat(head(socket)).startsWith("HTTP/1.1 500");
            assertThat(socket.getInputStream().readNBytes(1_000_000)).hasSize(1_000_000);
        }
        try (Socket socket = socket()) {
            send(socket, "/many", "e6", 1, "", "x");
            assertThat(head(socket)).contains("x-header-99: 99");
        }
        client.count();
        assertThat(SinkLogReader.read(folder.resolve("sink.log")))
                .extracting(Post::how)
                .containsExactly("hang", "reset", "hang-body", "big-header", "endless", "headers");
    }

    @Test
    void anOrderItDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> client.script("/c", "dance")).hasMessageContaining("dance");
        assertThatThrownBy(() -> client.order(List.of("sing /c"))).hasMessageContaining("sing");
    }

    private Socket socket() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), sink.port());
    }

    private static void send(Socket socket, String path, String event, int attempt, String headers, String body)
            throws IOException {
        String request = "POST " + path + " HTTP/1.1\r\nhost: x\r\nwebhook-id: " + event
                + "\r\nfanwire-subscription: sub_1\r\nfanwire-attempt: " + attempt + "\r\n" + headers
                + "content-length: " + body.length() + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(UTF_8));
    }

    /** Everything up to the empty line. */
    private static String head(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new SocketException("closed");
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
