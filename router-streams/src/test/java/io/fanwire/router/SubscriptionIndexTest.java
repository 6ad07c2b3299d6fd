package io.fanwire.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Channels;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.Selection;
import io.fanwire.schemas.Subscription;
import io.fanwire.schemas.SubscriptionKey;
import io.fanwire.schemas.TypePattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SubscriptionIndexTest {
    private final SubscriptionIndex index = new SubscriptionIndex();
    private long offset;

    @Test
    void exactTypesWildcardsAndNoTypesMatch() {
        put(Samples.subscription("acme", "exact", "orders", "order.paid"));
        put(Samples.subscription("acme", "wild", "orders", "order.*"));
        put(Samples.subscription("acme", "all", "orders"));
        put(Samples.subscription("acme", "star", "orders", "*", "order.paid"));
        put(Samples.subscription("acme", "both", "orders", "order.paid", "*.paid"));
        put(Samples.subscription("acme", "other", "orders", "order.shipped"));

        assertThat(matching("acme", "orders", "order.paid"))
                .containsExactlyInAnyOrder("exact", "wild", "all", "star", "both");
        assertThat(matching("acme", "orders", ".strange..type.")).containsExactlyInAnyOrder("all", "star");
    }

    @Test
    void anySharedChannelMatchesAndNoneIsNoWish() {
        put(channelled("eu", "b2b"));
        put(Samples.subscription("acme", "any", "orders"));

        assertThat(matching(event("acme", "orders", "a", List.of("us", "b2b"))))
                .containsExactlyInAnyOrder("some", "any");
        assertThat(matching(event("acme", "orders", "a", List.of("us")))).containsExactly("any");
        assertThat(matching(event("acme", "orders", "a", List.of()))).containsExactly("any");
    }

    private static Subscription channelled(String... channels) {
        return Samples.subscription(
                "acme",
                "some",
                new Selection(Optional.of("orders"), List.of(), List.of(channels), Optional.empty()),
                Subscription.Format.RAW,
                Subscription.Ordering.NONE);
    }

    @Test
    void tenantsAndTopicsAreApart() {
        put(Samples.subscription("acme", "s", "orders"));
        put(Samples.subscription("umbrella", "s", "orders"));
        put(Samples.subscription("acme", "everywhere", Optional.empty(), Subscription.Format.RAW, List.of("a")));

        assertThat(matching("umbrella", "orders", "a")).containsExactly("s");
        assertThat(matching("acme", "orders", "a")).containsExactlyInAnyOrder("s", "everywhere");
        assertThat(matching("acme", "invoices", "a")).containsExactly("everywhere");
        assertThat(matching("nobody", "orders", "a")).isEmpty();
    }

    @Test
    void aMatchNamesTheRecordItWasReadFrom() {
        put(Samples.subscription("acme", "s", "orders"));
        put(Samples.subscription("acme", "s", "orders", "a"));

        assertThat(index.matching(Samples.event("acme", "orders", "a")))
                .extracting(CompiledSubscription::position)
                .containsExactly(1L);
        assertThat(index.position()).isEqualTo(2);
        assertThat(index.size()).isEqualTo(1);
    }

    @Test
    void whatIsRemovedMatchesNothingAndLeavesNothingBehind() {
        put(Samples.subscription("acme", "s", "orders", "a", "b.*"));

        index.remove(new SubscriptionKey("acme", "s"), offset++);
        index.remove(new SubscriptionKey("acme", "never"), offset++);

        assertThat(matching("acme", "orders", "a")).isEmpty();
        assertThat(index.size()).isZero();
        assertThat(index.position()).isEqualTo(3);
    }

    @Test
    void thePositionNeverGoesBack() {
        index.reached(10);
        index.reached(4);

        assertThat(index.position()).isEqualTo(10);
    }

    @Test
    void itAgreesWithABruteForceMatcherAfterEveryChange() {
        RandomGenerator random = Seeds.random();
        Map<SubscriptionKey, Subscription> model = new HashMap<>();
        for (int step = 0; step < 3_000; step++) {
            SubscriptionKey key = new SubscriptionKey("t" + random.nextInt(3), "s" + random.nextInt(20));
            if (random.nextInt(4) == 0) {
                model.remove(key);
                index.remove(key, offset++);
            } else {
                Subscription subscription = random(key, random);
                model.put(key, subscription);
                put(subscription);
            }
            Event event =
                    event("t" + random.nextInt(3), "o" + random.nextInt(3), type(random, false), channels(random));

            assertThat(matching(event))
                    .as("seed %s, step %s, event %s", Seeds.SEED, step, event)
                    .containsExactlyInAnyOrderElementsOf(bruteForce(model, event));
            assertThat(index.size()).as("seed %s", Seeds.SEED).isEqualTo(model.size());
        }
    }

    @Test
    void aReaderNeverMissesASubscriptionThatMoves() throws InterruptedException {
        Event event = Samples.event("acme", "orders", "a.b");
        List<Subscription> places = List.of(
                Samples.subscription("acme", "s", "orders", "a.b"),
                Samples.subscription("acme", "s", "orders", "a.*"),
                Samples.subscription("acme", "s", Optional.empty(), Subscription.Format.RAW, List.of("*.b")),
                Samples.subscription("acme", "s", "orders", "a.b", "*.b", "a.*"));
        put(places.get(0));
        AtomicBoolean done = new AtomicBoolean();
        List<Integer> wrong = new ArrayList<>();
        Thread reader = new Thread(() -> {
            while (!done.get()) {
                int found = index.matching(event).size();
                if (found != 1) {
                    wrong.add(found);
                }
            }
        });
        reader.start();

        for (int move = 0; move < 100_000; move++) {
            put(places.get(move % places.size()));
        }
        done.set(true);
        reader.join();

        assertThat(wrong).isEmpty();
    }

    private void put(Subscription subscription) {
        index.put(subscription, offset++);
    }

    private Set<String> matching(String tenant, String topic, String type) {
        return matching(Samples.event(tenant, topic, type));
    }

    private static Event event(String tenant, String topic, String type, List<String> channels) {
        Map<String, String> extensions =
                channels.isEmpty() ? Map.of() : Map.of(Channels.EXTENSION, String.join(",", channels));
        return Samples.event(tenant, topic, type, Optional.empty(), extensions, new byte[0]);
    }

    private Set<String> matching(Event event) {
        return index.matching(event).stream().map(match -> match.key().id()).collect(Collectors.toSet());
    }

    private static List<String> bruteForce(Map<SubscriptionKey, Subscription> model, Event event) {
        return model.values().stream()
                .filter(one -> one.key().tenant().equals(event.tenant()))
                .filter(one -> one.topic().isEmpty() || one.topic().get().equals(event.topic()))
                .filter(one -> one.selection().types().isEmpty()
                        || one.selection().types().stream()
                                .anyMatch(pattern -> TypePattern.matches(pattern, event.type())))
                .filter(one -> one.selection().channels().isEmpty()
                        || one.selection().channels().stream().anyMatch(channel -> List.of(event.extensions()
                                        .getOrDefault("channels", "")
                                        .split(","))
                                .contains(channel)))
                .map(one -> one.key().id())
                .toList();
    }

    private static Subscription random(SubscriptionKey key, RandomGenerator random) {
        List<String> types = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            types.add(type(random, true));
        }
        Optional<String> topic = random.nextInt(4) == 0 ? Optional.empty() : Optional.of("o" + random.nextInt(3));
        return Samples.subscription(
                key.tenant(),
                key.id(),
                new Selection(topic, types, channels(random), Optional.empty()),
                Subscription.Format.RAW,
                Subscription.Ordering.NONE);
    }

    private static List<String> channels(RandomGenerator random) {
        return Stream.of("eu", "us", "b2b")
                .filter(name -> random.nextInt(3) == 0)
                .toList();
    }

    private static String type(RandomGenerator random, boolean pattern) {
        List<String> segments = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int choice = random.nextInt(pattern ? 4 : 3);
            segments.add(choice == 3 ? "*" : "abc".substring(choice, choice + 1));
        }
        return String.join(".", segments);
    }
}
