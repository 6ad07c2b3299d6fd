package io.fanwire.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {
    private static final List<String> PIECES = List.of(
            "a",
            "b",
            ".",
            "(",
            ")",
            "(?:",
            "[a-c]",
            "[^]x]",
            "[[:alpha:]]",
            "|",
            "*",
            "+",
            "?",
            "{3}",
            "{2,5}",
            "{4,}",
            "{",
            "}",
            "\\(",
            "\\[",
            "\\x{61}",
            "\\pL",
            "\\d",
            "^",
            "$",
            "{,2}",
            "]",
            "[",
            "\\)",
            ":]",
            "[:");

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "abc 3",
                "a{10} 10",
                "(ab){10} 30",
                "((a{10}){10}){2} 222",
                "[abc]{5} 5",
                "[]{3}]{2} 2",
                "\\x{100}{2} 2",
                "a{2,7} 14",
                "\\pL 41",
                "a{3,} 4",
                "a{x} 4",
                "a|b{3} 5",
                "(a 2",
                "a) 1"
            })
    void repeatsAreReckonedAsWrittenOut(String pattern, long size) {
        assertThat(Patterns.size(pattern)).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERROR|FATAL",
                "^[A-Z]{3}-[0-9]{10}-[a-z]{40}$",
                "(x+x+)+y",
                "(?i)paid",
                "\\p{Greek}+",
                "[0-9a-f]{64}"
            })
    void whatPeopleWriteIsRead(String pattern) {
        assertThat(Patterns.read(pattern).pattern()).isEqualTo(pattern);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(((a{1000}){1000}){1000})",
                "(a{40}){40}",
                "(",
                "a**",
                "(?i)\u1c80",
                "(?i)[\\x{80}-\\x{ffff}]",
                "\u1c80(?i)a",
                "(?si:\\x{1c80})",
                "(?=a)",
                "(a)\\1",
                "\\Qa\\E",
                "a{999999999}{999999999}"
            })
    void whatIsNoneOrTooLargeIsRefused(String pattern) {
        assertThatThrownBy(() -> Patterns.read(pattern)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Patterns.read("a".repeat(513))).isInstanceOf(IllegalArgumentException.class);
    }

    /** What the library makes of one is never much more than was reckoned. */
    @Test
    void noPatternComesToMoreThanWasReckoned() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int read = 0;
        for (int n = 0; n < 20_000; n++) {
            StringBuilder text = new StringBuilder();
            for (int pieces = 1 + random.nextInt(10); pieces > 0; pieces--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            if (Patterns.size(text.toString()) > 1_000) {
                continue;
            }
            try {
                int steps = Pattern.compile(text.toString()).programSize();
                assertThat(steps).as("%s, seed %d", text, seed).isLessThanOrEqualTo((int)
                        (4 * Patterns.size(text.toString()) + 8));
                read++;
            } catch (PatternSyntaxException none) {
                // most are none
            }
        }
        assertThat(read).isGreaterThan(1_000);
    }
}
