package io.fanwire.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class AuthenticationTest {
    private static final long SEED = Long.getLong("fanwire.seed", 1L);
    private static final Pattern BEARER = Pattern.compile("Bearer +([A-Za-z0-9._~+/=-]+)", Pattern.CASE_INSENSITIVE);
    private static final String SOME = "azAZ09._~+/=- @`[{:,\t\u0131";

    @Test
    void aTokenIsWhatTheExpressionSays() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int n = 0; n < 100_000; n++) {
            StringBuilder text = new StringBuilder();
            for (char c : "Bearer  ".substring(0, random.nextInt(5, 9)).toCharArray()) {
                text.append(random.nextBoolean() ? Character.toUpperCase(c) : c);
            }
            random.ints(random.nextInt(6), 0, random.nextInt(1, SOME.length() + 1))
                    .forEach(at -> text.append(SOME.charAt(at)));
            Matcher matcher = BEARER.matcher(text);

            assertThat(Authentication.bearer(text.toString()))
                    .as("%s, seed %d", text, SEED)
                    .isEqualTo(matcher.matches() ? matcher.group(1) : "");
        }
    }
}
