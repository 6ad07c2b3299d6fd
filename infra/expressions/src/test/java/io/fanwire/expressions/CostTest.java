package io.fanwire.expressions;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanwire.schemas.Event;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters that mean harm: each ends with a reason, or soon. */
class CostTest {
    private static final Event LARGE = Events.json("{\"n\":1,\"x\":\"" + "a".repeat(100_000) + "!\",\"y\":\""
            + "a".repeat(50_000)
            + "b\",\"some\":" + numbers(1_000) + ",\"l\":"
            + numbers(9_000) + "}");

    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event.data.l.all(a, event.data.l.all(b, a + b >= 0))",
                "event.data.l.all(a, event.data.l.all(b, event.data.l.all(c, true)))",
                "event.data.l.all(a, a in event.data.l)",
                "event.data.l.all(a, event.data.x + '!' != event.data.x + '?')",
                "event.data.l.all(a, event.data.x.matches('(x+x+)+y') || true)",
                "event.data.x.contains(event.data.y)",
                "event.data.l.all(a, double(event.data.x) > 0.0 || double('x') > 0.0 || int('x') > 0 || int('y') > 0 || timestamp('z') == timestamp('y') || true)",
                "event.data.l.all(a, {'a': 1}[event.data.x] == 1 || true)",
                "event.data.l.all(a, event.data == event.data)",
                "event.data.l.all(a, size(event.data.x) > 0)",
                "event.data.l.all(a, (event.data.l + event.data.l) == [] || true)",
                "event.data.l.all(a, event.data.l.map(b, {'a': a, 'b': [b, b]}) == [] || true)",
                "event.data.l.map(a, event.data.l.map(b, event.data.l)) == []",
                "event.data.l.all(a, event.data.l.all(b, timestamp(9223372036854775807) == timestamp(0) || true))",
                "[event.data.l.map(x, x + 1000), event.data.l.map(x, x + 1000), event.data.l.map(x, x), event.data.l.map(x, x),"
                        + " event.data.l.map(x, x), event.data.l.map(x, x)].map(z, z + z + z + z + z + z + z + z) == []",
            })
    void whatDoesTooMuchIsStopped(String filter) throws ExpressionException {
        Filter.Verdict verdict = Filter.of(filter).test(new EventView(LARGE));

        assertThat(verdict.matches()).isFalse();
        assertThat(verdict.failure().orElseThrow()).contains("more than one may");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!event.data.x.matches('(a+)+$')",
                "event.data.x.matches('!|ERROR|FATAL')",
                "event.data.l.exists(a, a == 1999)",
                "size(event.data.some.filter(a, a % 2 == 0)) == 500",
                "8999 in event.data.l && event.data == event.data",
                "event.data.x.contains('aaaaaaaaa!')",
                "event.data.l.exists(a, a.b) || true",
                "event.data.l.exists(a, event.q == 1 || a == 8999)",
                "size(event.data.l.map(a, {'a': a, 'b': [a]})) == 9000",
            })
    void whatIsMerelyLargeIsDone(String filter) throws ExpressionException {
        Filter.Verdict verdict = Filter.of(filter).test(new EventView(LARGE));

        assertThat(verdict.failure()).isEmpty();
        assertThat(verdict.matches()).isTrue();
    }

    @Test
    void loopsOfManyFiltersShareWhatAnEventMayCost() throws ExpressionException {
        EventView view = new EventView(LARGE);
        int stopped = 0;
        for (int n = 0; n < 100; n++) {
            Filter.Verdict verdict = Filter.of(
                            "event.data.some.all(a, event.data.some.all(b, a + b >= 0)) && event.data.n == " + n)
                    .test(view);
            stopped += verdict.failure().isPresent() ? 1 : 0;
        }

        assertThat(stopped).isGreaterThan(50);
        assertThat(Filter.of("event.data.n == 1 && event.type == 'order.paid'")
                        .test(view)
                        .matches())
                .isTrue();
    }

    @Test
    void whatIsPutTogetherIsBoundedToo() throws ExpressionException {
        assertThat(Filter.of("event.data.l.filter(a, a < 30).map(a, event.data.x + '!') == []")
                        .test(new EventView(LARGE))
                        .failure()
                        .orElseThrow())
                .contains("makes more than one may");
    }

    @Test
    void aLongNameCostsMoreToLookFor() throws ExpressionException {
        String name = "p".repeat(3_900);

        assertThat(Filter.of("event.data.l.all(a, has(event.data." + name + ") || true)")
                        .test(new EventView(LARGE))
                        .matches())
                .isTrue();
        assertThat(Filter.of("event.data.l.all(a, event.data.l.all(b, !has(event." + name + ")))")
                        .test(new EventView(LARGE))
                        .failure()
                        .orElseThrow())
                .contains("more than one may");
    }

    @Test
    void whatAnElementFailsAtCostsNoMoreThanAnAnswer() throws ExpressionException {
        Event small = Events.json("{\"ids\":" + numbers(150) + "}");

        assertThat(Filter.of("event.data.ids.exists(i, i > 140)").test(new EventView(small)))
                .isEqualTo(new Filter.Verdict(true, Optional.empty()));
        assertThat(Filter.of("event.data.ids.exists(i, i.x.y == 'z' || i == 149)")
                        .test(new EventView(small)))
                .isEqualTo(new Filter.Verdict(true, Optional.empty()));
    }

    @Test
    void whatAFilterComesToDoesNotHangOnOthersWhileItAsksForLittle() throws ExpressionException {
        Event small = Events.json("{\"ids\":" + numbers(150) + "}");
        Filter filter = Filter.of("event.data.ids.exists(i, i > 140)");
        EventView view = new EventView(small);
        for (int n = 0; n < 100; n++) {
            Filter.of("event.data.ids.all(a, event.data.ids.all(b, event.data.ids.all(c, a + b + c >= 0)))")
                    .test(view);
        }

        assertThat(filter.test(view)).isEqualTo(new Filter.Verdict(true, Optional.empty()));
    }

    @Test
    void theSameListInTwoExpressionsIsNotMixedUp() throws ExpressionException {
        Event event = Events.json("{\"l\":[0,1,2,3,4]}");
        String found = "event.data.l.filter(a, a < 3)";

        assertThat(Filter.of(found + " + [7] == [0, 1, 2, 7] && " + found + " + [8] == [0, 1, 2, 8]")
                        .test(new EventView(event)))
                .isEqualTo(new Filter.Verdict(true, Optional.empty()));
        assertThat(Filter.of("[" + found
                                + "].all(f, f + [7] == [0, 1, 2, 7] && f + [8] == [0, 1, 2, 8] && size(f) == 3)")
                        .test(new EventView(event)))
                .isEqualTo(new Filter.Verdict(true, Optional.empty()));
    }
}
