package io.fanwire.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.expressions.EventView;
import io.fanwire.expressions.Filter.Verdict;
import io.fanwire.schemas.Event;
import io.fanwire.schemas.Payload;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpressionsTest {
    private final EventView event = new EventView(new Event(
            "acme",
            "orders",
            "evt_1",
            "order.paid",
            "/shop",
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("application/json"),
            Map.of(),
            Map.of(),
            Payload.of("{\"n\":7}".getBytes(UTF_8))));

    @Test
    void thoseThatAreUsedAreKept() {
        Expressions<Verdict> filters = Expressions.filters(20_000);
        for (int n = 0; n < 50; n++) {
            assertThat(filters.of("event.data.n == " + n, event).matches()).isEqualTo(n == 7);
            assertThat(filters.of("event.data.n > 1", event).matches()).isTrue();
        }

        assertThat(filters.kept()).isBetween(2L, 15L);
    }

    @Test
    void oneThatIsLargerThanTheRoomIsReadEachTime() {
        Expressions<Verdict> filters = Expressions.filters(3);

        assertThat(filters.of("event.data.n == 7", event).matches()).isTrue();
        assertThat(filters.of("event.data.n == 8", event).matches()).isFalse();
        assertThat(filters.kept()).isZero();
    }

    @Test
    void aTextThatIsNoFilterIsNoMatchAndSaysSo() {
        Expressions<Verdict> filters = Expressions.filters(Expressions.ROOM);

        assertThat(filters.of("event.data.n ==", event).failure().orElseThrow()).startsWith("the expression is none");
        assertThat(filters.of("event.data.n ==", event).matches()).isFalse();
    }
}
