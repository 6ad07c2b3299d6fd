package io.fanwire.expressions;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Random filters, each beside a plain predicate that says the same. */
class NaiveTest {
    private static final List<String> WORDS = List.of("eu", "us", "ap", "");

    /** The members of an event's data. */
    private record Order(long n, double amount, String region, List<Long> items) {
        String json() {
            return "{\"n\":" + n + ",\"amount\":" + amount + ",\"region\":\"" + region + "\",\"items\":"
                    + items.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]")) + "}";
        }
    }

    private record Said(String text, Predicate<Order> meant) {}

    @Test
    void aFilterSaysWhatAPredicateSays() throws ExpressionException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<Boolean, Integer> answers = new HashMap<>();
        for (int n = 0; n < 2_000; n++) {
            Said said = said(random, 2);
            Filter filter = Filter.of(said.text());
            for (int events = 0; events < 5; events++) {
                Order order = order(random);
                Event event = Events.json(order.json());
                Filter.Verdict verdict = filter.test(new EventView(event));
                assertThat(verdict.failure())
                        .as("%s over %s, seed %d", said.text(), order, seed)
                        .isEmpty();
                assertThat(verdict.matches())
                        .as("%s over %s, seed %d", said.text(), order, seed)
                        .isEqualTo(said.meant().test(order));
                answers.merge(verdict.matches(), 1, Integer::sum);
            }
        }
        assertThat(answers.values()).allMatch(count -> count > 500);
    }

    private static Order order(Random random) {
        List<Long> items = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            items.add((long) random.nextInt(5));
        }
        return new Order(
                random.nextInt(6) - 1, random.nextInt(8) / 2.0, WORDS.get(random.nextInt(WORDS.size())), items);
    }

    private static Said said(Random random, int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            Said one = said(random, depth - 1);
            Said other = said(random, depth - 1);
            return switch (random.nextInt(4)) {
                case 0 -> new Said("(" + one.text + " && " + other.text + ")", one.meant.and(other.meant));
                case 1 -> new Said("(" + one.text + " || " + other.text + ")", one.meant.or(other.meant));
                case 2 -> new Said("!" + one.text, one.meant.negate());
                default ->
                    new Said(
                            "(" + one.text + " ? " + other.text + " : !" + other.text + ")",
                            order -> one.meant.test(order) == other.meant.test(order));
            };
        }
        long k = random.nextInt(5);
        String word = WORDS.get(random.nextInt(WORDS.size()));
        return switch (random.nextInt(8)) {
            case 0 -> new Said("(event.data.n > " + k + ")", order -> order.n > k);
            case 1 -> new Said("(event.data.amount <= " + k + ")", order -> order.amount <= k);
            case 2 -> new Said("(event.data.n == event.data.amount)", order -> order.n == order.amount);
            case 3 -> new Said("(event.data.region == '" + word + "')", order -> order.region.equals(word));
            case 4 ->
                new Said("(event.data.region in ['eu', '" + word + "'])", order -> List.of("eu", word)
                        .contains(order.region));
            case 5 ->
                new Said("event.data.items.exists(i, i == " + k + ")", order -> order.items.stream()
                        .anyMatch(i -> i == k));
            case 6 ->
                new Said("event.data.items.all(i, i < " + k + " || i == event.data.n)", order -> order.items.stream()
                        .allMatch(i -> i < k || i == order.n));
            default ->
                new Said(
                        "(size(event.data.items.filter(i, i >= " + k + ")) > 1)",
                        order -> order.items.stream().filter(i -> i >= k).count() > 1);
        };
    }
}
