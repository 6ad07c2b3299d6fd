package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fanwire.gateway.http.TestGateway.Reply;
import io.fanwire.schemas.TestResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description of the API against the API. */
class OpenApiTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern WORDS = Pattern.compile("\"([a-z]+(?:_[a-z0-9]+)+)\"");
    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Z_]+\\(\"([a-z_]+)\"\\)");
    private static final Set<String> NO_CODES =
            Set.of("content_type", "read_committed", "data_base64", "client_secret_basic", "client_secret_post");
    private static final Set<String> ONE_WORD =
            Set.of("unauthorized", "unavailable", "overloaded", "internal", "scope");

    private static JsonNode api;

    @TempDir
    private static Path folder;

    private static TestGateway gateway;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = OpenApiTest.class.getResourceAsStream("/io/fanwire/gateway/openapi.yaml")) {
            api = new YAMLMapper().readTree(in);
        }
        gateway = new TestGateway(folder);
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void everyOperationHasARouteAndEveryRouteAnOperation() {
        List<Route> described = new ArrayList<>();
        api.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (!operation.getKey().equals("parameters")) {
                        String asked = path.getKey().replaceAll("\\{[^}]+}", "x-1");
                        List<Route> routes = gateway.routes.stream()
                                .filter(route -> asked.matches(route.path()))
                                .filter(route -> route.method()
                                        .name()
                                        .equals(operation.getKey().toUpperCase(Locale.ROOT)))
                                .toList();
                        assertThat(routes)
                                .as(operation.getKey() + " " + path.getKey())
                                .hasSize(1);
                        described.addAll(routes);
                    }
                }));
        assertThat(gateway.routes).allSatisfy(route -> assertThat(described).contains(route));
    }

    @Test
    void everyPostTakesAnIdempotencyKeyAndMayMeetAnother() {
        List<JsonNode> posts = new ArrayList<>();
        api.path("paths").forEach(path -> {
            if (path.has("post")) {
                posts.add(path.path("post"));
            }
        });

        assertThat(posts).hasSizeGreaterThan(10).allSatisfy(post -> {
            assertThat(post.path("parameters").findValuesAsText("$ref"))
                    .as(post.path("operationId").asText())
                    .contains("#/components/parameters/idempotencyKey");
            assertThat(post.path("responses").has("409"))
                    .as(post.path("operationId").asText())
                    .isTrue();
        });
    }

    @Test
    void everyCodeIsListedAndNoneThatThereIsNot() {
        Set<String> used = new TreeSet<>(ONE_WORD);
        sources().forEach(file -> matches(WORDS, text(file)).forEach(used::add));
        matches(ATTRIBUTE, text(SOURCES.resolve("io/fanwire/gateway/event/RawEvent.java")))
                .forEach(word -> used.add("invalid_" + word));
        used.removeAll(NO_CODES);

        assertThat(texts(api.at("/components/schemas/ProblemCode/enum"))).containsExactlyElementsOf(used);
    }

    @Test
    void examplesAreWhatTheyAreExamplesOf() {
        List<String> checked = new ArrayList<>();
        for (JsonNode described : api.findParents("examples")) {
            described.path("examples").properties().forEach(example -> {
                JsonNode value = example.getValue().path("value");
                assertThat(errors(described.path("schema"), value))
                        .as(value.toString())
                        .isEmpty();
                checked.add(example.getKey());
            });
        }
        assertThat(checked).hasSizeGreaterThan(10);
    }

    @Test
    void whatTheGatewaySaysIsWhatItIsSaidToSay() {
        gateway.desk = test -> CompletableFuture.completedStage(Checked.ok(new TestResult(
                test.id(),
                TestResult.NOTHING_SENT,
                Optional.of("subscription_deleted"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                TestGateway.NOW,
                Duration.ZERO,
                Optional.empty())));
        String all = "/v1/subscriptions";
        String body =
                """
                {"topic":"orders","events":["a.*"],"url":"https://a.example.org/x","rateLimit":{"count":5},"ordering":"key",
                "description":"d","metadata":{"a":"b"},"headers":{"X-A":"b","X-B":{"value":"c","secret":true}},
                "auth":{"type":"basic","username":"u","password":"p"}}""";

        String key = gateway.request("POST", "/v1/keys", "{\"scopes\":[\"events:read\"],\"tenant\":\"t\"}")
                .json()
                .toString();

        assertFits("Key", key);
        assertFits("KeyList", gateway.request("GET", "/v1/keys", ""));
        assertFits("PortalToken", gateway.request("POST", "/v1/tenants/t/portal-link", ""));
        assertFits("Topic", gateway.request("PUT", "/v1/topics/ours", "{\"tenants\":[\"t\"]}"));
        assertFits("SubscriptionWish", body);
        assertFits("Subscription", gateway.request("PUT", all + "/a", body));
        assertFits("Subscription", gateway.request("GET", all + "/a", ""));
        assertFits("SubscriptionList", gateway.request("GET", all, ""));
        assertFits("Subscription", gateway.request("POST", all + "/a:rotate-secret", ""));
        assertFits("TestResult", gateway.request("POST", all + "/a:test", ""));
        assertFits("Job", gateway.request("POST", all + "/a:skip", "{\"key\":\"k\"}"));
        assertFits("JobList", gateway.request("GET", "/v1/jobs", ""));
        assertFits("TopicList", gateway.request("GET", "/v1/topics", ""));
        assertFits("DeadLetterList", gateway.request("GET", "/v1/dlq", ""));
        assertFits("Published", gateway.request("POST", "/v1/topics/orders/events", "{\"type\":\"a\",\"data\":1}"));
        assertFits(
                "BatchResult",
                gateway.request(
                        "POST", "/v1/topics/orders/events:batch", "[{\"type\":\"a\",\"data\":1},{\"type\":5}]"));
        assertFits("StoredEventList", gateway.request("GET", "/v1/topics/orders/events", ""));
        assertFits("Problem", gateway.request("POST", all, "{\"url\":5}"));
        assertFits("Problem", gateway.request("GET", all + "/none", ""));
        assertFits("Problem", gateway.request("GET", all, "", "Authorization", ""));
    }

    @Test
    void bothFormsAreServedToAnybody() throws IOException {
        Reply yaml = gateway.request("GET", "/openapi.yaml", "", "Authorization", "");
        Reply json = gateway.request("GET", "/openapi.json", "", "Authorization", "");

        assertThat(yaml.header("Content-Type")).isEqualTo("application/yaml");
        assertThat(new YAMLMapper().readTree(yaml.response().body())).isEqualTo(api);
        assertThat(json.header("Content-Type")).isEqualTo("application/json");
        assertThat(json.json()).isEqualTo(api);
    }

    @Test
    void thePageLoadsNothingFromElsewhere() {
        Reply page = gateway.request("GET", "/docs", "", "Authorization", "");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'")
                .doesNotContain("unsafe")
                .doesNotContain("http");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        String html = new String(page.response().body(), UTF_8);
        assertThat(html).doesNotContain("//");
        List<String> parts =
                matches(Pattern.compile("(?:src|href)=\"([^\"]+)\""), html).toList();
        assertThat(parts).hasSizeGreaterThan(4).allSatisfy(part -> assertThat(
                        gateway.request("GET", part, "", "Authorization", "").status())
                .isEqualTo(200));
        assertThat(gateway.request("GET", "/docs/nothing.js", "").status()).isEqualTo(404);
        assertThat(gateway.request("POST", "/docs", "").status()).isEqualTo(405);
    }

    private static void assertFits(String schema, Reply reply) {
        assertFits(schema, reply.json().toString());
    }

    private static void assertFits(String schema, String json) {
        ObjectNode reference = JsonText.object().put("$ref", "#/components/schemas/" + schema);
        try {
            assertThat(errors(reference, new YAMLMapper().readTree(json)))
                    .as(schema + " " + json)
                    .isEmpty();
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    private static List<String> errors(JsonNode schema, JsonNode value) {
        ObjectNode whole = ((ObjectNode) schema).deepCopy();
        whole.set("components", api.path("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole)
                .validate(value)
                .stream()
                .map(Error::toString)
                .toList();
    }

    private static Stream<Path> sources() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Stream<String> matches(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results().map(result -> result.group(1));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        ((ArrayNode) list).forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
