package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fanwire.gateway.http.TestGateway.Reply;
import io.fanwire.schemas.ApiKey;
import io.fanwire.schemas.SubscriptionKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * One tenant with every scope goes through all routes of the server and aims at what another tenant has: by its ids, its name, its
 * cursors. It is told that nothing is there, it sees nothing, and it changes nothing.
 */
class TenancyFuzzTest {
    private static final int CALLS = 10_000;
    private static final long SEED = Long.getLong("fanwire.seed", 1L);
    private static final String VICTIM = "alpha";
    private static final String STRANGER = "beta";
    /** Ids are the callers' own: of this one both may have a subscription. */
    private static final String SAME_ID = "alpha-3";

    private static final String WORDS = "what nobody else may read";
    private static final String[] EVERYTHING = {
        "events:write", "events:read", "subscriptions:*", "deliveries:read", "dlq:*", "admin"
    };

    private final RandomGenerator random = new SplittableRandom(SEED);
    private final Map<String, Integer> histogram = new TreeMap<>();
    private final Map<String, Integer> perRoute = new HashMap<>();
    private final List<String> secretWords = new ArrayList<>();
    private final List<String> cursors = new ArrayList<>();

    @TempDir
    private Path folder;

    private TestGateway gateway;
    private Map<String, List<String>> things = Map.of();
    private String stranger = "";

    @BeforeEach
    void twoTenantsHaveSomething() {
        gateway = new TestGateway(folder);
        gateway.request("PUT", "/v1/topics/alphas", "{\"tenants\":[\"alpha\"]}");
        gateway.request("PUT", "/v1/topics/betas", "{\"tenants\":[\"beta\"]}");
        String victim = gateway.key(VICTIM, EVERYTHING);
        gateway.key(VICTIM, "events:write");
        stranger = gateway.key(STRANGER, EVERYTHING);
        gateway.with(victim, "PUT", "/v1/subscriptions/alpha-1", words("alphas", "key"));
        gateway.with(victim, "PUT", "/v1/subscriptions/alpha-2", words("orders", "none"));
        gateway.with(victim, "PUT", "/v1/subscriptions/" + SAME_ID, words("alphas", "none"));
        List<String> events = new ArrayList<>();
        for (String topic : List.of("alphas", "orders", "orders")) {
            String event = "{\"type\":\"a.b\",\"data\":\"" + WORDS + "\"}";
            events.add(gateway.with(victim, "POST", "/v1/topics/" + topic + "/events", event)
                    .json()
                    .path("id")
                    .asText());
        }
        events.addAll(List.of("alphas-0-0", "orders-0-1"));
        gateway.letters.add(VICTIM, "alpha-1", "exhausted");
        gateway.letters.add(VICTIM, "alpha-2", "exhausted");
        List<String> jobs = List.of(
                redrive(victim, "{\"subscription\":\"alpha-1\"}"), redrive(victim, "{\"reason\":\"exhausted\"}"));
        List<String> keys = gateway.keys.page(Optional.of(VICTIM), Optional.empty(), 10).stream()
                .map(ApiKey::id)
                .toList();
        for (String list :
                List.of("/v1/subscriptions", "/v1/dlq", "/v1/jobs", "/v1/keys", "/v1/topics/orders/events")) {
            JsonNode next = gateway.with(victim, "GET", list + "?limit=1", "").json();
            cursors.add(next.path("next").asText());
        }
        things = Map.of(
                "subscriptions",
                List.of("alpha-1", "alpha-2"),
                "topics",
                List.of("alphas"),
                "events",
                events,
                "jobs",
                jobs,
                "keys",
                keys,
                "tenants",
                List.of(VICTIM));
        secretWords.addAll(List.of(WORDS, "\"alphas\"", "\"dlv_0\"", "\"dlv_1\""));
        secretWords.addAll(jobs);
        secretWords.addAll(keys);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void nothingOfAnotherTenantIsReachedByAnyRoute() {
        List<Route> routes = gateway.routes.stream()
                .filter(route -> !route.needs().nothing())
                .toList();
        String before = whatTheVictimHas();
        for (int i = 0; i < CALLS; i++) {
            Route route = routes.get(random.nextInt(routes.size()));
            Aimed call = aim(route);
            String named = pick("", "", VICTIM, STRANGER);
            Reply reply = gateway.with(
                    stranger, route.method().name(), call.path(), pick(bodies(route)), "Fanwire-Tenant", named);

            String what = "seed " + SEED + ", call " + i + ": " + route.method() + " " + call.path() + " for '" + named
                    + "' was answered " + reply.status() + " "
                    + new String(reply.response().body(), UTF_8);
            perRoute.merge(name(route), 1, Integer::sum);
            histogram.merge(reply.status() + " " + name(route), 1, Integer::sum);
            assertThat(allowed(route, call, named)).as(what).contains(reply.status());
            assertThat(secretWords)
                    .as(what)
                    .noneMatch(word -> new String(reply.response().body(), UTF_8).contains(word));
            assertThat(whatTheVictimHas()).as(what).isEqualTo(before);
        }
        StringBuilder told = new StringBuilder("seed " + SEED + ", " + CALLS + " calls");
        histogram.forEach((answer, count) ->
                told.append("\n  ").append(count).append(" × ").append(answer));
        LoggerFactory.getLogger(TenancyFuzzTest.class).info(told.toString());
        assertThat(perRoute.keySet())
                .as("every route was tried")
                .containsExactlyInAnyOrderElementsOf(
                        routes.stream().map(TenancyFuzzTest::name).toList());
    }

    /** A path that means something of the victim's, or a list. */
    private record Aimed(String path, boolean byId) {}

    private Aimed aim(Route route) {
        String path = route.path().replace("(?::|%3[Aa])", random.nextBoolean() ? ":" : "%3a");
        Matcher start = Pattern.compile("/v1/([a-z-]+)").matcher(path);
        assertThat(start.lookingAt()).as(path).isTrue();
        String kind = start.group(1);
        boolean byId = path.contains("(?<");
        if (byId) {
            assertThat(things).as("what the victim has behind " + route.path()).containsKey(kind);
            String id = makesItsOwn(route) ? SAME_ID : pick(things.getOrDefault(kind, List.of()));
            path = path.replaceFirst("\\(\\?<[a-z]+>\\[\\^/:\\]\\+\\)", id);
        }
        assertThat(path).as("a path this test can read").doesNotContain("(", "[", "\\");
        return new Aimed(path + query(), byId);
    }

    private String query() {
        return switch (random.nextInt(7)) {
            case 0 -> "?cursor=" + pick(cursors);
            case 1 -> "?subscription=alpha-1";
            case 2 -> "?tenant=" + VICTIM;
            case 3 -> "?limit=250";
            case 4 -> "?url=https://hooks.customer.com/in";
            default -> "";
        };
    }

    /** Bodies that are fine in themselves, so that it is not for them that a call is refused. */
    private static List<String> bodies(Route route) {
        String path = route.path();
        if (route.bodyLimit() == 0) {
            return List.of("");
        }
        if (path.contains("/events")) {
            String event = "{\"type\":\"a.b\",\"data\":{}}";
            String foreign = "{\"type\":\"a.b\",\"tenant\":\"alpha\",\"data\":{}}";
            return path.endsWith("batch")
                    ? List.of("[" + event + "]", "[" + foreign + "," + event + "]")
                    : List.of(event, foreign);
        }
        if (path.startsWith("/v1/filters")) {
            return List.of(
                    "{\"filter\":\"true\",\"topic\":\"alphas\",\"last\":\"24h\"}",
                    "{\"filter\":\"true\",\"topic\":\"orders\",\"last\":\"24h\"}");
        }
        if (path.startsWith("/v1/keys")) {
            return List.of(
                    "{\"scopes\":[\"admin\"]}",
                    "{\"scopes\":[\"events:write\"],\"tenant\":\"alpha\"}",
                    "{\"scopes\":[\"events:write\"],\"tenant\":\"beta\"}");
        }
        if (path.startsWith("/v1/dlq")) {
            return List.of(
                    "{\"subscription\":\"alpha-1\"}",
                    "{\"subscription\":\"alpha-1\",\"dryRun\":true}",
                    "{\"reason\":\"exhausted\",\"dryRun\":true}");
        }
        if (path.endsWith("skip") || path.endsWith("retry-now")) {
            return List.of("", "{\"key\":\"k\"}");
        }
        if (path.equals("/v1/subscriptions") || path.endsWith("[^/:]+)")) {
            return List.of(
                    subscription("orders", "none"),
                    subscription("alphas", "none"),
                    subscription("orders", "none").replace("}", ",\"userId\":\"alpha\"}"),
                    subscription("orders", "none").replace("}", ",\"userId\":\"beta\"}"));
        }
        return List.of("", "{}");
    }

    /** What may be answered: whoever names the victim, or one of its things, finds nothing. */
    private static Set<Integer> allowed(Route route, Aimed call, String named) {
        if (route.needs().platform()) {
            return Set.of(403);
        }
        if (named.equals(VICTIM)) {
            return Set.of(404);
        }
        if (call.byId()) {
            return makesItsOwn(route) ? Set.of(200, 201, 404, 409, 422) : Set.of(404);
        }
        return route.path().startsWith("/v1/filters") // which may be asked for a few times a second
                ? Set.of(200, 404, 429)
                : Set.of(200, 201, 202, 204, 207, 404, 409, 422);
    }

    private static boolean makesItsOwn(Route route) {
        return route.method().name().equals("PUT") && route.path().startsWith("/v1/subscriptions/");
    }

    private String whatTheVictimHas() {
        StringBuilder all = new StringBuilder();
        all.append(gateway.store.page(VICTIM, Optional.empty(), 100, any -> true));
        all.append(gateway.keys.page(Optional.of(VICTIM), Optional.empty(), 100));
        all.append(gateway.jobs.page(VICTIM, Optional.empty(), 100));
        all.append(gateway.topics.grant("alphas"));
        all.append(gateway.store.find(new SubscriptionKey(VICTIM, "alpha-1")));
        gateway.published.stream()
                .filter(event -> event.tenant().equals(VICTIM) || event.topic().equals("alphas"))
                .forEach(all::append);
        return all.toString();
    }

    private String redrive(String key, String body) {
        return gateway.with(key, "POST", "/v1/dlq:redrive", body)
                .json()
                .path("id")
                .asText();
    }

    private static String subscription(String topic, String ordering) {
        return "{\"topic\":\"" + topic + "\",\"url\":\"https://hooks.customer.com/in\",\"ordering\":\"" + ordering
                + "\"}";
    }

    private static String words(String topic, String ordering) {
        return subscription(topic, ordering).replace("}", ",\"description\":\"" + WORDS + "\"}");
    }

    private static String name(Route route) {
        return route.method() + " " + route.path();
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
