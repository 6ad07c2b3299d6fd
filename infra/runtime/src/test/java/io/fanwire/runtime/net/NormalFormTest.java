package io.fanwire.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.runtime.net.HttpUrl.Ok;
import io.fanwire.runtime.net.HttpUrl.Parsed;
import io.fanwire.runtime.net.HttpUrl.Policy;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the guard lets pass, written in normal form, is read again as the same. */
class NormalFormTest {
    private static final EgressGuard STANDARD = new EgressGuard(EgressRules.of(new Policy(true, false)));

    @Test
    void whatPassesIsReadTheSameAgain() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int passed = 0;
        for (int i = 0; i < 100_000; i++) {
            String host =
                    switch (random.nextInt(3)) {
                        case 0 ->
                            IpAddress.v4(random.nextInt()).at(1).getAddress().getHostAddress();
                        case 1 ->
                            "["
                                    + new IpAddress(
                                                    true,
                                                    random.nextLong() >>> 3 | 1L << 61,
                                                    random.nextLong() >>> random.nextInt(64))
                                            .at(1)
                                            .getAddress()
                                            .getHostAddress()
                                    + "]";
                        default -> "A" + random.nextInt(99) + ".Example" + (random.nextBoolean() ? "." : "");
                    };
            String typed = "HTTP" + (random.nextBoolean() ? "s" : "") + "://" + host
                    + (random.nextBoolean() ? ":" + (1024 + random.nextInt(60_000)) : "")
                    + (random.nextBoolean() ? "?Q=" + i : "/x/../%2f");

            Parsed once = STANDARD.parse(typed);

            passed += once instanceof Ok ? 1 : 0;
            boolean stable = once.fold(url -> STANDARD.parse(url.toString()).equals(once), refused -> !refused.rule()
                    .isEmpty());
            assertThat(stable).as("seed %d, %s", seed, typed).isTrue();
        }
        assertThat(passed).isBetween(50_000, 99_999);
    }
}
