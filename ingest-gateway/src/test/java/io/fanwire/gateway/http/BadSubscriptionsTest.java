package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.gateway.http.TestGateway.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of bad input beside the repository, where it is there: its rows about subscriptions. */
class BadSubscriptionsTest {
    private static final Path TABLE =
            Path.of(System.getProperty("fanwire.root")).resolve("../shared/corpora/bad-input.tsv");

    /** About members that a subscription does not have yet: filter, transform, headers. */
    private static final Set<String> LATER =
            Set.of("B134", "B135", "B136", "B137", "B138", "B140", "B141", "B142", "B143", "B145", "B158");

    private static final String SUBSCRIPTION = "{\"url\":\"https://hooks.customer.com/in\"}";

    @TempDir
    private Path folder;

    private TestGateway gateway;

    /** One line of it. */
    private record Row(String id, String method, String path, String headers, String body, String status, String code) {
        static Row of(String line) {
            String[] cells = line.split("\t", -1);
            return new Row(cells[0], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7]);
        }

        /** Name, value, and so on; the key is the test's own. */
        String[] headerList() {
            List<String> list = new ArrayList<>();
            for (String header : headers.split("\\|", -1)) {
                String[] parts = header.split(": *", 2);
                if (!parts[0].equals("Authorization")) {
                    list.addAll(List.of(parts));
                }
            }
            return list.toArray(String[]::new);
        }
    }

    @BeforeEach
    void start() {
        gateway = new TestGateway(folder);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void everyRowIsAnsweredAsItSays() throws IOException {
        List<Row> rows = rows();
        int n = 0;
        for (Row row : rows) {
            String own = "row" + n++;
            String path = row.path().replace("{{sub}}", own).replace("{{subOfTenantB}}", "b");
            gateway.request("DELETE", "/v1/subscriptions?url=https://hooks.customer.com/in", "");
            gateway.request("PUT", "/v1/subscriptions/" + own, SUBSCRIPTION);
            gateway.request("PUT", "/v1/subscriptions/b", SUBSCRIPTION, "Fanwire-Tenant", "tenant-b");
            String[] expected = row.status().split(",", -1);
            for (String status : expected) {
                Reply reply = gateway.request(
                        row.method().split(" ", -1)[0],
                        path,
                        row.body().equals("-") ? "" : row.body(),
                        row.headerList());
                assertThat(reply.status()).as(row.toString()).isEqualTo(Integer.parseInt(status));
                if (!row.code().equals("-")) {
                    assertThat(reply.code()).as(row.toString()).isEqualTo(row.code());
                }
                assertThat(new String(reply.response().body(), UTF_8))
                        .doesNotContain(TestGateway.KEY)
                        .doesNotContain("at io.fanwire");
            }
            assertThat(gateway.request("GET", "/v1/subscriptions/b", "", "Fanwire-Tenant", "tenant-b")
                            .json()
                            .path("url")
                            .asText())
                    .isEqualTo("https://hooks.customer.com/in");
        }
        assertThat(gateway.published).isEmpty();
        assertThat(gateway.tests).isEmpty();
        assertThat(rows.isEmpty() || rows.size() > 30).isTrue();
    }

    private static List<Row> rows() throws IOException {
        if (!Files.exists(TABLE)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(TABLE, UTF_8)) {
            return lines.filter(line -> line.contains("\tsubs\t"))
                    .map(Row::of)
                    .filter(row -> !LATER.contains(row.id()))
                    .toList();
        }
    }
}
