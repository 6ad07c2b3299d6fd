package io.fanwire.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fanwire.local.LocalException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code fanwire dlq} in front of a gateway that answers what it is told to. */
final class DlqCommandTest {
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
            asked.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
            Canned answer = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
            byte[] bytes = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length);
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
    void lettersAreListedPageByPageUpToTheLimit() {
        answers.add(new Canned(200, page("next-1", letter("dlv_1"), letter("dlv_2"))));
        answers.add(new Canned(200, page("", letter("dlv_3"), letter("dlv_4"))));

        assertThat(run("ls", "--reason", "exhausted", "--limit", "3")).isZero();

        assertThat(asked)
                .containsExactly(
                        "GET /v1/dlq?reason=exhausted&limit=4", "GET /v1/dlq?reason=exhausted&limit=4&cursor=next-1");
        assertThat(out.toString().lines()).containsExactly(line("dlv_1"), line("dlv_2"), line("dlv_3"), "… and more");
    }

    @Test
    void asJsonEveryLetterIsALineAndNothingElseIsSaid() {
        answers.add(new Canned(200, page("next-1", letter("dlv_1"), letter("dlv_2"))));

        assertThat(run("ls", "--json", "--limit", "1")).isZero();

        assertThat(out.toString().lines())
                .singleElement()
                .asString()
                .startsWith("{")
                .contains("\"dlv_1\"");
    }

    @Test
    void whatACallbackSaidCannotSteerTheTerminal() {
        answers.add(new Canned(200, page("", letter("dlv_\\u001b[2J"))));

        assertThat(run("ls")).isZero();

        assertThat(out.toString()).doesNotContain("\u001b");
    }

    @Test
    void oneLetterIsShownWhole() {
        answers.add(new Canned(200, page("next-1", letter("dlv_1"))));
        answers.add(new Canned(200, page("", letter("dlv_2"))));

        assertThat(run("show", "dlv_2")).isZero();
        assertThat(out.toString()).contains("\"dlv_2\"").doesNotContain("\"dlv_1\"");

        assertThat(run("show", "dlv_3")).isEqualTo(1);
        assertThat(err.toString().lines()).first().isEqualTo("fanwire: there is no dead letter of dlv_3");
    }

    @Test
    void aDryRunCounts() {
        answers.add(new Canned(200, "{\"dryRun\":true,\"matched\":7}"));

        assertThat(run("redrive", "--subscription", "shop", "--dry-run")).isZero();

        assertThat(asked).containsExactly("POST /v1/dlq:redrive {\"subscription\":\"shop\",\"dryRun\":true}");
        assertThat(out.toString()).isEqualTo("7 dead letters would be put back\n");
    }

    @Test
    void waitingEndsWithTheJob() {
        answers.add(new Canned(202, job("running", 0)));
        answers.add(new Canned(200, job("running", 3)));
        answers.add(new Canned(200, job("succeeded", 7)));

        assertThat(run("redrive", "--subscription", "shop", "--rate", "50", "--wait"))
                .isZero();

        assertThat(asked.get(0))
                .isEqualTo(
                        "POST /v1/dlq:redrive {\"subscription\":\"shop\",\"rateLimit\":{\"count\":50,\"per\":\"1s\"}}");
        assertThat(asked.subList(1, asked.size()))
                .containsOnly("GET /v1/jobs/job_1")
                .hasSize(2);
        assertThat(out.toString()).isEqualTo("job job_1: succeeded, 7 put back, 0 remaining\n");
    }

    @Test
    void waitingForAJobThatIsCancelledFails() {
        answers.add(new Canned(202, job("cancelled", 2)));

        assertThat(run("redrive", "--since", "2026-01-31T12:00:00Z", "--wait")).isEqualTo(1);
    }

    @Test
    void aRedriveOfNothingInParticularIsToldWithoutAskingTheGateway() {
        assertThat(run("redrive", "--dry-run")).isEqualTo(1);

        assertThat(asked).isEmpty();
        assertThat(err.toString().lines()).hasSize(2).first().asString().contains("--subscription", "--since");
    }

    @Test
    void jobsAreListedAndCancelled() {
        answers.add(new Canned(200, "{\"data\":[" + job("running", 3) + "],\"next\":null}"));
        answers.add(new Canned(200, job("cancelled", 3)));

        assertThat(run("jobs")).isZero();
        assertThat(run("job", "job_1", "--cancel")).isZero();

        assertThat(asked).containsExactly("GET /v1/jobs?limit=250", "POST /v1/jobs/job_1:cancel");
        assertThat(out.toString().lines())
                .containsExactly(
                        "job job_1: running, 3 put back, 0 remaining", "job job_1: cancelled, 3 put back, 0 remaining");
    }

    @Test
    void aRefusalIsALineAndARemedy() {
        answers.add(new Canned(
                422, "{\"title\":\"Invalid\",\"detail\":\"No such reason.\",\"errors\":[{\"pointer\":\"/reason\"}]}"));

        assertThat(run("redrive", "--reason", "x")).isEqualTo(1);

        assertThat(err.toString().lines())
                .containsExactly(
                        "fanwire: POST /v1/dlq:redrive was refused: Invalid: No such reason.", "  → put right /reason");
    }

    @Test
    void aJobThatIsNotThereIsToldHowToListThem() {
        answers.add(new Canned(404, "{\"title\":\"Not found\"}"));

        assertThat(run("job", "job_2")).isEqualTo(1);

        assertThat(err.toString()).contains("fanwire dlq jobs").doesNotContain("topic");
    }

    @Test
    void aTimeMayBeHowLongAgoItWas() {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-31T12:00:00Z"));

        assertThat(DlqText.time("--since", "2h", clock)).isEqualTo("2026-01-31T10:00:00Z");
        assertThat(DlqText.time("--since", "2026-01-01T00:00:00Z", clock)).isEqualTo("2026-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "", "-2h", "99999999999999999d"})
    void whatIsNoTimeIsToldHowToWriteOne(String text) {
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                LocalException.class,
                                () -> DlqText.time("--since", text, InstantSource.fixed(Instant.EPOCH)))
                        .remedy())
                .contains("2h for two hours ago");
    }

    private static String page(String next, String... letters) {
        return "{\"data\":[" + String.join(",", letters) + "],\"next\":"
                + (next.isEmpty() ? "null" : "\"" + next + "\"") + "}";
    }

    private static String letter(String id) {
        return "{\"deliveryId\":\"" + id + "\",\"subscription\":\"shop\",\"event\":{\"type\":\"order.made\"},"
                + "\"reason\":\"exhausted\",\"status\":503,\"at\":\"2026-01-31T12:00:00Z\",\"redriven\":false}";
    }

    private static String line(String id) {
        return "2026-01-31T12:00:00Z  " + id + "  shop  exhausted 503  order.made";
    }

    private static String job(String status, int redriven) {
        return "{\"id\":\"job_1\",\"status\":\"" + status + "\",\"counts\":{\"redriven\":" + redriven
                + ",\"remaining\":0,\"skipped\":0}}";
    }

    private int run(String... arguments) {
        CommandLine line = Fanwire.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] where = {
            "--gateway", "http://127.0.0.1:" + gateway.getAddress().getPort(), "--api-key", "key"
        };
        return line.execute(Stream.of(Stream.of("dlq"), Arrays.stream(arguments), Arrays.stream(where))
                .flatMap(all -> all)
                .toArray(String[]::new));
    }
}
