package io.fanwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fanwire.gateway.http.TestGateway.Reply;
import io.fanwire.runtime.net.EgressRules;
import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.runtime.net.Names;
import io.fanwire.runtime.net.Names.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which callback addresses the control API takes, and how it refuses the others. */
class CallbackUrlApiTest {
    private static final String ALL = "/v1/subscriptions";
    private static final String ONE = ALL + "/one";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, CompletableFuture<Answer>> zone = new ConcurrentHashMap<>();
    private final AtomicInteger lookUps = new AtomicInteger();

    @TempDir
    private Path folder;

    private TestGateway gateway;

    @BeforeEach
    void start() {
        Names names = name -> {
            lookUps.incrementAndGet();
            return zone.getOrDefault(name, CompletableFuture.completedFuture(Answer.of("93.184.216.34")));
        };
        gateway = new TestGateway(folder, HttpLimits.DEFAULT, EgressRules.of(new HttpUrl.Policy(true, false)), names);
        assertThat(put("https://hooks.customer.com/in").status()).isEqualTo(201);
        lookUps.set(0);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static String body(String url) {
        return MAPPER.createObjectNode().put("url", url).toString();
    }

    private Reply post(String url) {
        return gateway.request("POST", ALL, body(url));
    }

    private Reply put(String url) {
        return gateway.request("PUT", ONE, body(url));
    }

    private Reply patch(String url) {
        return gateway.request("PATCH", ONE, body(url), "Content-Type", "application/merge-patch+json");
    }

    /** Refused with its rule, and what was there is there still. */
    private void refused(Reply reply, String rule) {
        JsonNode json = reply.json();
        assertThat(reply.status()).isEqualTo(422);
        assertThat(json.path("code").asText()).isEqualTo("url_not_allowed");
        assertThat(json.path("detail").asText()).startsWith(rule + ": ");
        assertThat(json.at("/errors/0/pointer").asText()).isEqualTo("/url");
        assertThat(gateway.request("GET", ONE, "").json().path("url").asText())
                .isEqualTo("https://hooks.customer.com/in");
    }

    @ParameterizedTest
    @CsvSource({
        "http://169.254.169.254/latest/,  link-local",
        "http://10.0.0.1/,                private",
        "http://127.0.0.1:8080/,          loopback",
        "'http://[fd00:ec2::254]/',       private",
        "http://168.63.129.16/,           cloud",
        "http://db.internal/,             name",
        "http://2130706433/,              address",
        "https://a@b.example.org/,        userinfo",
        "https://b.example.org:22/,       port"
    })
    void whatIsForbiddenByItsTextIsRefusedWithoutALookUp(String url, String rule) {
        refused(post(url), rule);
        refused(put(url), rule);
        assertThat(lookUps).hasValue(0);
    }

    @Test
    void aNameThatLeadsToAForbiddenAddressIsRefused() {
        zone.put("inside.example.org", CompletableFuture.completedFuture(Answer.of("93.184.216.34", "10.0.0.5")));

        refused(post("https://inside.example.org/"), "private");
        refused(put("https://inside.example.org/"), "private");
        assertThat(lookUps).hasValue(2);
    }

    @Test
    void aNameThatNobodyAnswersForIsTaken() {
        zone.put("slow.example.org", new CompletableFuture<>());
        zone.put("none.example.org", CompletableFuture.completedFuture(Answer.of()));

        assertThat(post("https://slow.example.org/").status()).isEqualTo(201);
        assertThat(put("https://none.example.org/").status()).isEqualTo(200);
    }

    @Test
    void anAddressIsTakenWithoutALookUp() {
        assertThat(put("https://9.9.9.9/in").status()).isEqualTo(200);
        assertThat(lookUps).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"url\":7}", "{\"url\":null}", "{\"url\":[\"https://a.example.org\"]}"})
    void whatIsNoTextIsNoUrl(String body) {
        Reply reply = gateway.request("POST", ALL, body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.code()).isEqualTo("invalid_url");
        assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo("/url");
    }

    /** Rows that are refused at the latest when the name is looked up; the table is no part of this project. */
    @Test
    void theForbiddenRowsOfTheTableOfAddressesAreRefused() throws IOException {
        Path table = Path.of(System.getProperty(
                        "fanwire.corpora",
                        Path.of(System.getProperty("fanwire.root", ".."), "../shared/corpora")
                                .toString()))
                .resolve("ssrf-urls.tsv");
        List<String> wrong = new ArrayList<>();
        int rows = 0;
        for (String line : Files.exists(table) ? Files.readAllLines(table) : List.<String>of()) {
            String[] row = line.split("\t", -1);
            if (row[5].equals("BLOCK")
                    && row[2].equals("std")
                    && List.of("parse", "literal", "name", "policy", "resolve").contains(row[6])) {
                rows++;
                judge(row[0], row[3].replace("\\r", "\r").replace("\\n", "\n"), row[4], wrong);
            }
        }

        System.out.println("ssrf-urls.tsv at the gateway: " + (rows - wrong.size()) + " of " + rows + " rows refused");
        assertThat(wrong).isEmpty();
    }

    private void judge(String id, String url, String dns, List<String> wrong) {
        List<String> addresses = new ArrayList<>();
        for (String record : dns.split(";", -1)) {
            if (record.startsWith("A")) {
                addresses.addAll(
                        List.of(record.substring(record.indexOf('=') + 1).split(",", -1)));
            }
        }
        String host = url.replaceFirst("^[a-z]*://", "").split("[/:]", 2)[0];
        zone.put(host, CompletableFuture.completedFuture(Answer.of(addresses.toArray(new String[0]))));
        lookUps.set(0);
        boolean made = post(url).code().equals("url_not_allowed") && changes(url);
        if (!made || (dns.equals("-") && lookUps.get() > 0)) {
            wrong.add(id + " " + url);
        }
    }

    /** By each way of changing a subscription that there is. */
    private boolean changes(String url) {
        Reply patched = patch(url);
        return put(url).code().equals("url_not_allowed")
                && (patched.status() == 405 || patched.code().equals("url_not_allowed"));
    }
}
