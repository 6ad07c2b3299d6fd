package io.fanwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import io.fanwire.gateway.http.RawHttp.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Tables of bad input, row by row, each against a gateway of its own and byte by byte over a socket: the table of this repository, and
 * one beside it where that is at hand.
 */
class BadInputTest {
    private static final int PROMPT_MILLIS = 250;
    private static final Map<String, Long> SLOW = new TreeMap<>();
    private static int run;

    @TempDir
    private Path folder;

    private static RSAKey issuer;

    @BeforeAll
    static void makeKeys() throws JOSEException {
        issuer = BadInputGateway.issuer();
    }

    @AfterAll
    static void tellTheSlow() {
        System.out.println(run + " rows of bad input hold; those answered after " + PROMPT_MILLIS + " ms: " + SLOW);
    }

    static Stream<BadInputRow> rows() {
        return Stream.concat(BadInputRow.own().stream(), BadInputRow.others().stream());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void aRowIsAnsweredAsItSays(BadInputRow row) throws IOException, JOSEException {
        judge(row);
        run++;
    }

    @Test
    void rowsHaveIdsOfTheirOwn() {
        List<String> ids = Stream.concat(BadInputRow.own().stream(), BadInputRow.others().stream())
                .map(BadInputRow::id)
                .toList();

        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(60);
    }

    private void judge(BadInputRow row) throws IOException, JOSEException {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Path own = Files.createTempDirectory(folder, "row");
        try (BadInputGateway on = new BadInputGateway(own, row, issuer);
                RawHttp connection = new RawHttp(on.port(row))) {
            int rejected = on.rejected(row.code());
            log.start();
            root.addAppender(log);
            List<Reply> replies = row.ordered("@slowloris")
                    ? slowly(on, row)
                    : row.ordered("@rate") ? oftenUntilRefused(on, row) : replies(on, row, connection);
            assertAnswers(row, replies);
            assertThat(on.gateway.published).as("published").hasSize(published(row, replies));
            assertThat(on.gateway.tests).as("sent to a callback").isEmpty();
            if (row.mustHold().contains("rejected counter")) {
                assertThat(on.rejected(row.code())).as("rejected " + row.code()).isEqualTo(rejected + 1);
            }
            assertNothingIsTold(on, replies);
            MustHold.check(new MustHold.Exchange(on, row, connection, replies));
            assertThat(on.gateway
                            .with(on.fixtures.getOrDefault("key", ""), "GET", "/v1/topics", "")
                            .status())
                    .as("the next request on a new connection")
                    .isEqualTo(200);
        } finally {
            root.detachAppender(log);
        }
        assertThat(log.list)
                .as("the log")
                .noneMatch(line -> line.getLevel().isGreaterOrEqual(Level.WARN) && line.getThrowableProxy() != null)
                .noneMatch(line -> line.getFormattedMessage().contains("\n"));
    }

    private static List<Reply> replies(BadInputGateway on, BadInputRow row, RawHttp connection) {
        List<Reply> replies = new ArrayList<>();
        for (int n = 0; n < row.statuses().size(); n++) {
            byte[] body = row.body(on.fixtures, n);
            byte[] head = row.head(on.fixtures, body.length);
            long begun = System.nanoTime();
            if (row.expects100()) {
                replies.add(connection.send(head).read());
                replies.add(connection.send(body).read());
            } else {
                ByteBuffer all = ByteBuffer.allocate(head.length + body.length);
                replies.add(connection.send(all.put(head).put(body).array()).read());
            }
            long took = (System.nanoTime() - begun) / 1_000_000;
            if (took > PROMPT_MILLIS) {
                SLOW.merge(row.id(), took, Math::max);
            }
        }
        return replies;
    }

    /** Connections that begin a request and never end it, while others are served. */
    private static List<Reply> slowly(BadInputGateway on, BadInputRow row) {
        int many = Integer.parseInt(row.headers().replaceAll("^.*@slowloris:([0-9]+).*$", "$1"));
        List<RawHttp> slow = new ArrayList<>();
        try {
            for (int i = 0; i < many; i++) {
                slow.add(new RawHttp(on.port(row)).send("POST /v1/topics/orders/ev"));
            }
            assertThat(on.gateway.request("GET", "/v1/topics", "").status()).isEqualTo(200);
            assertThat(slow).allSatisfy(connection -> assertThat(connection.readAll())
                    .singleElement()
                    .satisfies(reply -> assertThat(reply.status()).isEqualTo(408)));
            return List.of(new Reply(408, Map.of(), ""));
        } finally {
            slow.forEach(RawHttp::close);
        }
    }

    private static List<Reply> oftenUntilRefused(BadInputGateway on, BadInputRow row) {
        for (int i = 0; i < 10 * BadInputGateway.RATE; i++) {
            try (RawHttp connection = new RawHttp(on.port(row))) {
                Reply reply = replies(on, row, connection).get(0);
                if (reply.status() != 202) {
                    on.gateway.published.clear();
                    return List.of(reply);
                }
            }
        }
        throw new AssertionError("there was no limit");
    }

    private static void assertAnswers(BadInputRow row, List<Reply> replies) {
        assertThat(replies.stream().map(Reply::status).filter(status -> status != 100))
                .as("statuses; the last one said "
                        + replies.get(replies.size() - 1).text())
                .containsExactlyElementsOf(row.statuses());
        Reply last = replies.get(replies.size() - 1);
        if (!row.code().equals("-")) {
            assertThat(
                            last.status() == 207
                                    ? last.json().path("results").findValuesAsText("code")
                                    : List.of(last.code()))
                    .contains(row.code());
        }
        if (last.status() >= 400 && !row.path().startsWith("{{ops}}") && !row.ordered("@slowloris")) {
            assertThat(last.header("content-type")).isEqualTo(Problem.MEDIA_TYPE);
            assertThat(last.json().path("requestId").asText()).isEqualTo(last.header("x-request-id"));
        }
    }

    /** What was accepted is in the log once, and nothing else is. */
    private static int published(BadInputRow row, List<Reply> replies) {
        if (!row.path().contains("/events") || row.method().equals("GET")) {
            return 0;
        }
        return (int) replies.stream()
                .flatMap(reply -> switch (reply.status()) {
                    case 202 -> Stream.of(reply.json().path("id").asText());
                    case 207 -> Stream.of("the good one");
                    default -> Stream.<String>empty();
                })
                .distinct()
                .count();
    }

    private static void assertNothingIsTold(BadInputGateway on, List<Reply> replies) {
        for (Reply reply : replies) {
            assertThat(reply.status()).isLessThan(504).isNotIn(500, 501, 502);
            String told = reply.headers() + reply.text();
            assertThat(told).doesNotContain("io.fanwire", "io.vertx", "io.netty", "Exception", "\tat ");
            assertThat(on.secrets()).noneMatch(told::contains);
        }
    }
}
