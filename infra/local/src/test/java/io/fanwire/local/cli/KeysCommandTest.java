package io.fanwire.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code fanwire keys} in front of a gateway that answers what it is told to. */
final class KeysCommandTest {
    private static final String KEY = "{\"id\":\"key_1\",\"tenant\":\"acme\",\"scopes\":[\"admin\",\"dlq:*\"],"
            + "\"createdAt\":\"2026-01-31T12:00:00Z\",\"createdBy\":\"bootstrap\"";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> asked = new ArrayList<>();
    private final ArrayDeque<Canned> answers = new ArrayDeque<>();
    private HttpServer gateway;

    private record Canned(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String tenant = exchange.getRequestHeaders().getFirst("fanwire-tenant");
            asked.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                            + (tenant == null ? "" : "for " + tenant) + body)
                    .strip());
            Canned answer = answers.removeFirst();
            byte[] bytes = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    @Test
    void aKeyIsPrintedOnce() {
        answers.add(new Canned(201, KEY + ",\"key\":\"fw_key_1_secret\"}"));

        assertThat(run("create", "--tenant", "acme", "--scopes", "dlq:*,admin", "--description", "shop"))
                .isZero();

        assertThat(asked)
                .containsExactly(
                        "POST /v1/keys {\"tenant\":\"acme\",\"scopes\":[\"dlq:*\",\"admin\"],\"description\":\"shop\"}");
        assertThat(out.toString().lines())
                .containsExactly("key key_1  acme  admin,dlq:*  2026-01-31T12:00:00Z", "fw_key_1_secret  (shown once)");
    }

    @Test
    void aPlatformKeyHasNoTenantAndJsonIsTheAnswer() {
        answers.add(new Canned(201, "{\"id\":\"key_2\",\"key\":\"fw_key_2_secret\"}"));

        assertThat(run("create", "--scopes", "admin", "--json")).isZero();

        assertThat(asked).containsExactly("POST /v1/keys {\"scopes\":[\"admin\"]}");
        assertThat(out.toString()).isEqualTo("{\"id\":\"key_2\",\"key\":\"fw_key_2_secret\"}\n");
    }

    @Test
    void aKeyWithoutScopesIsNotAskedFor() {
        assertThat(run("create", "--tenant", "acme")).isEqualTo(2);

        assertThat(asked).isEmpty();
        assertThat(err.toString()).contains("--scopes");
    }

    @Test
    void keysAreListedPageByPage() {
        answers.add(new Canned(200, "{\"data\":[" + KEY + "}],\"next\":\"more\"}"));
        answers.add(
                new Canned(
                        200,
                        "{\"data\":[{\"id\":\"key_2\",\"scopes\":[\"admin\"],\"description\":\"a\\u001b[2J\"}],\"next\":null}"));

        assertThat(run("ls", "--tenant", "acme")).isZero();

        assertThat(asked)
                .containsExactly("GET /v1/keys?limit=250 for acme", "GET /v1/keys?limit=250&cursor=more for acme");
        assertThat(out.toString().lines())
                .hasSize(2)
                .first()
                .isEqualTo("key_1  acme  admin,dlq:*  2026-01-31T12:00:00Z");
        assertThat(out.toString()).contains("key_2  (platform)  admin").doesNotContain("\u001b");
    }

    @Test
    void asJsonEveryKeyIsALine() {
        answers.add(new Canned(200, "{\"data\":[" + KEY + "}],\"next\":null}"));

        assertThat(run("ls", "--json")).isZero();

        assertThat(asked).containsExactly("GET /v1/keys?limit=250");
        assertThat(out.toString().lines()).singleElement().asString().startsWith("{\"id\":\"key_1\"");
    }

    @Test
    void aKeyIsDeleted() {
        answers.add(new Canned(204, ""));
        answers.add(new Canned(404, "{\"title\":\"Not found\"}"));

        assertThat(run("rm", "key_1")).isZero();
        assertThat(run("rm", "key_2")).isEqualTo(1);

        assertThat(asked).containsExactly("DELETE /v1/keys/key_1", "DELETE /v1/keys/key_2");
        assertThat(out.toString()).isEqualTo("key key_1 deleted\n");
        assertThat(err.toString()).contains("fanwire keys ls").doesNotContain("topic");
    }

    private int run(String... arguments) {
        CommandLine line = Fanwire.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] where = {
            "--gateway", "http://127.0.0.1:" + gateway.getAddress().getPort(), "--api-key", "key"
        };
        return line.execute(Stream.of(Stream.of("keys"), Arrays.stream(arguments), Arrays.stream(where))
                .flatMap(all -> all)
                .toArray(String[]::new));
    }
}
