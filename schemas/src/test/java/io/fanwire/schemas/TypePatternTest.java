package io.fanwire.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns match as the table says, and as a plain translation into regular expressions does. */
class TypePatternTest {
    @ParameterizedTest
    @CsvSource({
        "*,                order.created,      true",
        "*,                order,              true",
        "*,                .odd..,             true",
        "order.created,    order.created,      true",
        "order.created,    order.createdx,     false",
        "order.created,    order,              false",
        "order,            order.created,      false",
        "order.*,          order.created,      true",
        "order.*,          order.item.added,   true",
        "order.*,          order,              false",
        "order.*,          orders.created,     false",
        "order.*,          order.,             false",
        "*.created,        order.created,      true",
        "*.created,        order.item.created, false",
        "*.created,        created,            false",
        "order.*.added,    order.item.added,   true",
        "order.*.added,    order.a.b.added,    false",
        "order.*.*,        order.item,         false",
        "order.*.*,        order.item.a.b,     true",
        "Order.*,          order.created,      false",
    })
    void aPatternMatchesAsTheTableSays(String pattern, String type, boolean expected) {
        assertThat(TypePattern.matches(pattern, type)).isEqualTo(expected);
    }

    @Test
    void aPatternMatchesAsItsRegularExpressionDoes() {
        RandomGenerator random = Seeds.random();
        for (int i = 0; i < 20_000; i++) {
            String pattern = segments(random, "a", "b", "ab", "*");
            String type = segments(random, "a", "b", "ab", "");

            assertThat(TypePattern.matches(pattern, type))
                    .as("seed %d: %s against %s", Seeds.SEED, pattern, type)
                    .isEqualTo(reference(pattern).matcher(type).matches());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "a", "a.b", "a.*", "*.a", "*.*", "com.acme/x:y-z_1.*", "1.2.3.4.5.6.7.8.9.10"})
    void aValidPatternIsTaken(String pattern) {
        assertThat(TypePattern.isValid(pattern)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a*", "**", "a.*b", "a b", "é", "1.2.3.4.5.6.7.8.9.10.11"})
    void anInvalidPatternIsRefused(String pattern) {
        assertThat(TypePattern.isValid(pattern)).isFalse();
    }

    @Test
    void aPatternHasAtMost255Characters() {
        assertThat(TypePattern.isValid("a".repeat(255))).isTrue();
        assertThat(TypePattern.isValid("a".repeat(256))).isFalse();
    }

    @Test
    void aWildcardIsSeen() {
        assertThat(TypePattern.isWildcard("a.*.b")).isTrue();
        assertThat(TypePattern.isWildcard("a.b")).isFalse();
    }

    private static String segments(RandomGenerator random, String... choices) {
        List<String> segments = new ArrayList<>();
        int count = random.nextInt(1, 5);
        for (int i = 0; i < count; i++) {
            segments.add(choices[random.nextInt(choices.length)]);
        }
        return String.join(".", segments);
    }

    private static Pattern reference(String pattern) {
        if (pattern.equals("*")) {
            return Pattern.compile(".*");
        }
        List<String> parts = new ArrayList<>();
        List<String> segments = List.of(pattern.split("\\.", -1));
        for (int i = 0; i < segments.size(); i++) {
            boolean star = segments.get(i).equals("*");
            boolean last = i == segments.size() - 1;
            parts.add(star ? (last ? "[^.]+(\\..*)?" : "[^.]+") : Pattern.quote(segments.get(i)));
        }
        return Pattern.compile(String.join("\\.", parts));
    }
}
