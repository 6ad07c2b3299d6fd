package io.fanwire.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventsTest {
    private static final Events EVENTS = new Events(7, "orders", 45, 10, 1024, Optional.of("other"));

    @Test
    void aSeedAlwaysMakesTheSameEvents() {
        Events again = new Events(7, "orders", 45, 10, 1024, Optional.of("other"));
        Events others = new Events(8, "orders", 45, 10, 1024, Optional.of("other"));

        assertThat(again.get(3).data()).isEqualTo(EVENTS.get(3).data());
        assertThat(others.get(3).data()).isNotEqualTo(EVENTS.get(3).data());
        assertThat(others.get(3).id()).isNotEqualTo(EVENTS.get(3).id());
    }

    @Test
    void dataIsJsonOfTheSizeAskedFor() {
        assertThat(EVENTS.get(12).data()).hasSize(1024);
        assertThat(new String(EVENTS.get(12).data(), UTF_8))
                .startsWith("{\"n\":12,")
                .endsWith("\"}");
    }

    @Test
    void aTenthBelongsToTheOtherTenantAndKeysTakeTurns() {
        long others = LongStream.range(0, 100)
                .filter(n -> EVENTS.get(n).tenant().equals("other"))
                .count();

        assertThat(others).isEqualTo(10);
        assertThat(EVENTS.get(13).key()).contains("k3");
        assertThat(EVENTS.get(46).type()).isEqualTo("t1");
    }
}
