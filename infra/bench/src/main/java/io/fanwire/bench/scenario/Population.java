package io.fanwire.bench.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.bench.ledger.Wanted;
import io.fanwire.bench.ledger.Wanted.Ordering;
import io.fanwire.local.Json;
import io.fanwire.schemas.SubscriptionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The subscriptions of a run: 45 callbacks of one tenant and 5 of another, so that every event of either matches three of them. Every
 * fifth takes its events raw. Owned by the thread that runs the scenario.
 */
final class Population {
    static final String TOPIC = "orders";
    static final int TYPES = 45;
    static final String OTHER_TENANT = "other";
    private static final int OTHERS = 5;
    private static final int FAN_OUT = 3;
    private static final int RAW_EVERY = 5;

    private final Platform platform;
    private final Terms terms;
    private final Map<String, Wanted> wanted = new HashMap<>();
    private final Map<String, String> secrets = new HashMap<>();

    /** What every subscription of a run asks for. */
    record Terms(List<String> schedule, Duration maxAge, String timeout, int maxInFlight, Ordering ordering) {
        static final Terms USUAL =
                new Terms(List.of("1s", "1s", "3s", "3s", "9s", "9s"), Duration.ofMinutes(30), "5s", 32, Ordering.NONE);

        Terms with(List<String> other) {
            return new Terms(other, maxAge, timeout, maxInFlight, ordering);
        }

        Terms timeout(String other) {
            return new Terms(schedule, maxAge, other, maxInFlight, ordering);
        }

        Terms ordered(Ordering other) {
            return new Terms(schedule, maxAge, timeout, maxInFlight, other);
        }
    }

    private Population(Platform platform, Terms terms) {
        this.platform = platform;
        this.terms = terms;
    }

    /** Makes the topic and all subscriptions. */
    static Population settle(Platform platform, Terms terms) {
        Population population = empty(platform, terms);
        for (int i = 0; i < TYPES; i++) {
            int first = i;
            population.subscribe(
                    "default",
                    String.format("c%02d", i),
                    i % RAW_EVERY == 0,
                    types(Stream.iterate(0, n -> n + 1).limit(FAN_OUT).map(n -> (first + n) % TYPES)));
        }
        for (int i = 0; i < OTHERS; i++) {
            int first = i;
            population.subscribe(
                    OTHER_TENANT,
                    String.format("o%02d", i),
                    false,
                    types(Stream.iterate(0, n -> n + 1)
                            .limit(TYPES)
                            .filter(n -> (n - first + OTHERS) % OTHERS < FAN_OUT)));
        }
        return population;
    }

    /** Makes the topic only. */
    static Population empty(Platform platform, Terms terms) {
        platform.gateway().putTopic(TOPIC, platform.setup().partitions());
        return new Population(platform, terms);
    }

    private static Set<String> types(Stream<Integer> numbers) {
        Set<String> types = new TreeSet<>();
        numbers.forEach(number -> types.add("t" + number));
        return types;
    }

    void subscribe(String tenant, String id, boolean raw, Set<String> types) {
        put(tenant, id, raw, types, "/c/" + id, Map.of());
    }

    /** Makes or changes a subscription; {@code more} are further members of its JSON. */
    void put(String tenant, String id, boolean raw, Set<String> types, String path, Map<String, Object> more) {
        String secret = secrets.computeIfAbsent(id, unknown -> Platform.secret());
        platform.sink().order(List.of("secret " + id + " " + secret));
        ObjectNode json =
                Json.object().put("topic", TOPIC).put("url", platform.sink().url(path));
        var typeList = json.putArray("types");
        types.forEach(typeList::add);
        json.put("format", raw ? "raw" : "json");
        json.put("timeout", terms.timeout()).put("maxInFlight", terms.maxInFlight());
        json.putObject("signing").put("style", "standard").put("secret", secret);
        ObjectNode retry = json.putObject("retry");
        retry.put("maxAge", terms.maxAge().toSeconds() + "s");
        var schedule = retry.putArray("schedule");
        terms.schedule().forEach(schedule::add);
        if (terms.ordering() != Ordering.NONE) {
            json.put("ordering", terms.ordering().name().toLowerCase(java.util.Locale.ROOT));
        }
        more.forEach((name, value) -> json.set(name, Json.tree(value)));
        platform.gateway().actingFor(tenant).putSubscription(id, json);
        wanted.putIfAbsent(
                id,
                new Wanted(
                        new SubscriptionKey(tenant, id),
                        TOPIC,
                        types,
                        raw,
                        terms.ordering(),
                        terms.schedule().size() + 1,
                        terms.maxAge(),
                        Instant.now(),
                        Optional.empty(),
                        Optional.empty()));
    }

    /** Deletes a subscription. */
    void delete(String id) {
        Wanted subscription = wanted(id);
        Instant began = Instant.now();
        platform.gateway().actingFor(subscription.key().tenant()).deleteSubscription(id);
        wanted.put(id, subscription.deleted(began, Instant.now()));
    }

    Wanted wanted(String id) {
        return Optional.ofNullable(wanted.get(id)).orElseThrow();
    }

    List<Wanted> all() {
        List<Wanted> all = new ArrayList<>(wanted.values());
        return all;
    }

    /** The ids of the first callbacks of the main tenant. */
    static List<String> first(int count) {
        return Stream.iterate(0, n -> n + 1)
                .limit(count)
                .map(n -> String.format("c%02d", n))
                .toList();
    }

    void secret(String id, String secret) {
        secrets.put(id, secret);
    }

    String secretOf(String id) {
        return Optional.ofNullable(secrets.get(id)).orElseThrow();
    }
}
