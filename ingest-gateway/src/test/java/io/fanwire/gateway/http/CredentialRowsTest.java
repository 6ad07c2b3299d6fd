package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.fanwire.gateway.access.JwtCredentials;
import io.fanwire.gateway.access.JwtRules;
import io.fanwire.gateway.access.Rates;
import io.fanwire.gateway.http.TestGateway.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests with credentials that are missing, wrong, old, or somebody else's, as a table. A folder named by the property {@code
 * fanwire.corpora} that has a {@code bad-input.tsv} adds the rows of its area {@code auth}.
 */
class CredentialRowsTest {
    private static final String PATH = "/v1/topics/orders/events";
    private static final String TYPE = "|Content-Type: application/json";
    private static final String BODY =
            "{\"id\":\"row\",\"type\":\"order.created\",\"source\":\"/shop\",\"data\":{\"n\":1}}";

    /** What is sent to publish an event, and what must come back. */
    private record Row(String id, String method, String path, String headers, String body, int status, String code) {
        static Row of(String headers, int status, String code) {
            return new Row(headers, "POST", PATH, headers + TYPE, BODY, status, code);
        }

        /** A line of a table with tabs: id, area, method, path, headers, body, status, code. */
        static Row parse(String line) {
            String[] cells = line.split("\t", -1);
            return new Row(cells[0], cells[2], cells[3], cells[4], cells[5], Integer.parseInt(cells[6]), cells[7]);
        }
    }

    @TempDir
    private Path folder;

    @Test
    void whoeverMayNotPublishDoesNot() throws IOException, JOSEException {
        RSAKey issuer = new RSAKeyGenerator(2048).keyID("k1").generate();
        Path jwks = Files.writeString(folder.resolve("jwks.json"), new JWKSet(issuer).toString());
        JwtRules rules =
                new JwtRules("i", Set.of("fanwire"), Set.of("RS256"), Duration.ofSeconds(60), "tenant", "scope");
        try (JwtCredentials tokens = new JwtCredentials(rules, jwks.toString(), () -> TestGateway.NOW);
                TestGateway gateway = new TestGateway(folder, HttpLimits.DEFAULT, Rates.UNLIMITED, List.of(tokens))) {
            Map<String, String> fixtures = CredentialFixtures.of(gateway, issuer);
            for (Row row : rows()) {
                List<String> headers = headers(row.headers(), fixtures);
                gateway.once.forget();
                int before = gateway.published.size();
                Reply reply = gateway.request(
                        row.method(), row.path(), row.body().getBytes(UTF_8), headers.toArray(String[]::new));

                assertThat(reply.status()).as(row.id()).isEqualTo(row.status());
                assertThat(row.code()).as(row.id()).isIn("-", row.status() == 202 ? "-" : reply.code());
                assertThat(gateway.published).as(row.id()).hasSize(before + (row.status() == 202 ? 1 : 0));
                assertThat(!reply.header("WWW-Authenticate").isEmpty())
                        .as(row.id())
                        .isEqualTo(row.status() == 401 || row.status() == 403);
                assertThat(fixtures.values())
                        .as("no echo of credentials: " + row.id())
                        .noneMatch(word -> new String(reply.response().body(), UTF_8).contains(word));
            }
        }
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>(List.of(
                Row.of("Authorization: ", 401, "unauthorized"),
                Row.of("Authorization: Bearer wrong", 401, "unauthorized"),
                Row.of("Authorization: Bearer fw_key_1_wrong", 401, "unauthorized"),
                Row.of("Authorization: Basic dTpw", 401, "unauthorized"),
                Row.of("Authorization: Bearer {{keyA}} x", 401, "unauthorized"),
                Row.of("Authorization: Bearer {{keyA}},{{keyA}}", 401, "unauthorized"),
                Row.of("Authorization: {{keyA}}", 401, "unauthorized"),
                Row.of("Authorization: Bearer {{revokedkey}}", 401, "unauthorized"),
                Row.of("Authorization: Bearer {{readkey}}", 403, "scope"),
                Row.of("Authorization: Bearer {{keyB}}", 404, "unknown_topic"),
                Row.of("Authorization: Bearer {{keyA}}|Fanwire-Tenant: b", 404, "unknown_tenant"),
                Row.of("Authorization: Bearer {{jwtnone}}", 401, "unauthorized"),
                Row.of("Authorization: Bearer {{jwthmac}}", 401, "unauthorized"),
                Row.of("Authorization: Bearer {{jwtexpired}}", 401, "unauthorized"),
                Row.of("Authorization: Bearer {{jwtother}}", 401, "unauthorized"),
                Row.of("Authorization: Bearer {{jwtgood}}", 202, "-"),
                Row.of("Authorization: bearer  {{keyA}}", 202, "-")));
        Optional<Path> more = Optional.ofNullable(System.getProperty("fanwire.corpora"))
                .map(corpora -> Path.of(corpora, "bad-input.tsv"))
                .filter(Files::isReadable);
        if (more.isPresent()) {
            try (Stream<String> lines = Files.lines(more.get())) {
                lines.filter(line -> line.split("\t", -1)[1].equals("auth"))
                        .map(Row::parse)
                        .forEach(rows::add);
            }
        }
        return rows;
    }

    /** Name, value, … for the client; without any credential the one that it sends by itself is left out. */
    private static List<String> headers(String cell, Map<String, String> fixtures) {
        String filled = cell;
        for (Map.Entry<String, String> fixture : fixtures.entrySet()) {
            filled = filled.replace("{{" + fixture.getKey() + "}}", fixture.getValue());
        }
        List<String> headers = new ArrayList<>();
        for (String line : filled.split("\\|", -1)) {
            String[] parts = line.split(": ?", 2);
            headers.addAll(List.of(parts[0], parts[1]));
        }
        if (!headers.contains("Authorization")) {
            headers.addAll(List.of("Authorization", ""));
        }
        return headers;
    }
}
