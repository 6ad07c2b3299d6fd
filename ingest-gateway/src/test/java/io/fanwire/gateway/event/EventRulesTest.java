package io.fanwire.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class EventRulesTest {
    private static final long SEED = Long.getLong("fanwire.seed", 1L);
    private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9_:/-]+(\\.[A-Za-z0-9_:/-]+)*");
    private static final String SOME = "azAZ09_:/-..@`[{ \n\u00e9\u0131";

    @Test
    void wordsAreWhatTheExpressionSays() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int n = 0; n < 100_000; n++) {
            String text = random.ints(random.nextInt(8), 0, random.nextInt(1, SOME.length() + 1))
                    .collect(StringBuilder::new, (all, at) -> all.append(SOME.charAt(at)), StringBuilder::append)
                    .toString();
            assertThat(EventRules.words(text))
                    .as("%s, seed %d", text, SEED)
                    .isEqualTo(WORDS.matcher(text).matches());
        }
    }

    @Test
    void aPlainTextHasNoControlCharacterAndNoHalfOfAPair() {
        assertThat(EventRules.plain("a \u00e9 \ud83d\ude00", 7)).isTrue();
        assertThat(EventRules.plain("a \u00e9 \ud83d\ude00", 5)).isFalse();
        assertThat(EventRules.plain("", 7)).isFalse();
        for (String wrong : new String[] {"\ud83d", "\ude00\ud83d", "a\ud83d.", "a\u0000", "\n", "\u007f", "\u0085"}) {
            assertThat(EventRules.plain(wrong, 7)).as(wrong).isFalse();
        }
    }
}
