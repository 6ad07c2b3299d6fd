package io.fanwire.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void overEightPartitionsOrAllThereAre() {
        assertThat(Spread.over(48)).isEqualTo(8);
        assertThat(Spread.over(6)).isEqualTo(6);
        assertThat(Spread.over(0)).isEqualTo(1);
    }

    @Test
    void numbersLieInPartitionsOfTheirOwnFromTheHomeOnwards() {
        for (int id = 0; id < 100; id++) {
            String name = "sub_" + id;
            int home = DeliveryPartition.of(new SubscriptionKey("acme", name), 12);
            int[] places = IntStream.range(0, 8)
                    .map(number -> Spread.partition(Spread.key(name, number), 12))
                    .toArray();

            assertThat(places)
                    .containsExactly(IntStream.range(0, 8)
                            .map(number -> (home + number) % 12)
                            .toArray());
        }
    }

    @Test
    void aKeyTellsWhetherItIsOneOfSeveral() {
        assertThat(Spread.isSpread(Spread.key("s", 7))).isTrue();
        assertThat(Spread.isSpread("s".getBytes(UTF_8))).isFalse();
        assertThat(Spread.isSpread("sub_12".getBytes(UTF_8))).isFalse();
        assertThat(Spread.isSpread(new byte[0])).isFalse();
    }
}
