package io.fanwire.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fanwire.expressions.ExpressionException.Fault;
import io.fanwire.schemas.Event;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    private static final Event ORDER = Events.json(
            "{\"amount\":120.5,\"n\":7,\"big\":12345678901234567890,\"currency\":\"EUR\","
                    + "\"paid\":true,\"note\":null,\"items\":[{\"sku\":\"a\",\"n\":1},{\"sku\":\"b\",\"n\":2}],\"tags\":[\"x\",\"y\"]}");

    private static Filter.Verdict test(String filter, Event event) throws ExpressionException {
        return Filter.of(filter).test(new EventView(event));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event.data.amount > 100",
                "event.data.amount > 100 && event.data.currency in ['EUR','USD']",
                "event.data.n == 7 && event.data.n == 7.0 && event.data.n < 7.5",
                "event.data.big > 1e19",
                "event.data.paid",
                "event.data.note == null",
                "event.data.items.exists(i, i.sku == 'b' && i.n > 1)",
                "event.data.items.all(i, i.n >= 1) && size(event.data.items) == 2",
                "event.data.items.filter(i, i.n > 1).map(i, i.sku) == ['b']",
                "'x' in event.data.tags && !('z' in event.data.tags)",
                "7.0 in [5, event.data.n]",
                "has(event.data.currency) && !has(event.data.missing) && !has(event.subject)",
                "event.data['currency'].startsWith('E') && event.data.currency.matches('^[A-Z]{3}$')",
                "event.type == 'order.paid' && event.tenant == 'acme' && event.topic == 'orders' && event.key == 'k1'",
                "event.region == 'eu' && 'b2b' in event.channels && event.headers['X-Env'] == 'prod'",
                "timestamp(event.time) < timestamp('2026-02-01T00:00:00Z')",
                "(event.data.currency + '/' + event.id).contains('EUR/evt')",
                "event.data.missing > 1 || true",
            })
    void itMatches(String filter) throws ExpressionException {
        assertThat(test(filter, ORDER)).isEqualTo(new Filter.Verdict(true, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"event.data.amount < 100", "event.data.tags == []", "false", "!event.data.paid"})
    void itDoesNotMatch(String filter) throws ExpressionException {
        assertThat(test(filter, ORDER)).isEqualTo(new Filter.Verdict(false, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event.data.missing > 1",
                "event.data.currency > 1",
                "event.subject == 'x'",
                "event.data.n",
                "event.data.n / 0 == 1",
                "event.data.currency.matches('(')",
            })
    void whatFailsIsNoMatchAndSaysWhy(String filter) throws ExpressionException {
        Filter.Verdict verdict = test(filter, ORDER);

        assertThat(verdict.matches()).isFalse();
        assertThat(verdict.failure()).isPresent();
    }

    @Test
    void dataThatIsNoJsonIsNotThere() throws ExpressionException {
        for (Event event : new Event[] {
            Events.of(Optional.of("text/plain"), "{\"n\":1}"),
            Events.json("{\"n\":"),
            Events.json("1 2"),
            Events.json("")
        }) {
            assertThat(test("has(event.data)", event)).isEqualTo(new Filter.Verdict(false, Optional.empty()));
        }
        assertThat(test("event.data.n == 1", Events.of(Optional.empty(), "{\"n\":1}"))
                        .matches())
                .isTrue();
        assertThat(test("event.data == 5", Events.json("5")).matches()).isTrue();
    }

    @Test
    void whatIsNoConditionIsRefusedWithItsPlace() {
        ExpressionException open = refused("event.data.n > ");
        ExpressionException number = refused("\n  1 + 'a'");

        assertThat(open.fault()).isEqualTo(Fault.INVALID);
        assertThat(open.line()).isEqualTo(1);
        assertThat(open.column()).isBetween(15, 17);
        assertThat(number.line()).isEqualTo(2);
        assertThat(number.column()).isEqualTo(5);
        for (String other :
                new String[] {"", "1", "'a'", "evnt.data", "T(java.lang.Runtime).getRuntime().exec('id')"}) {
            assertThat(refused(other).fault()).as(other).isEqualTo(Fault.INVALID);
        }
    }

    @Test
    void whatIsTooMuchIsRefusedBeforeItIsRead() {
        assertThat(refused("a".repeat(Filter.LONGEST + 1)).fault()).isEqualTo(Fault.TOO_LONG);
        for (String deep :
                new String[] {"(".repeat(1000) + "true" + ")".repeat(1000), "[".repeat(1000) + "]".repeat(1000)}) {
            assertThat(refused(deep).fault()).as(deep.substring(0, 5)).isIn(Fault.TOO_COMPLEX, Fault.INVALID);
        }
        assertThat(refused("(".repeat(1000) + "true" + ")".repeat(1000)).fault())
                .isEqualTo(Fault.TOO_COMPLEX);
    }

    private static ExpressionException refused(String text) {
        return catchThrowableOfType(ExpressionException.class, () -> Filter.of(text));
    }

    /** A hostile pattern is linear in the text, and every loop and every step in it is paid for. */
    @Test
    void whatDoesTooMuchIsStopped() throws ExpressionException {
        String numbers =
                IntStream.range(0, 2000).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
        Event list = Events.json(numbers);
        Event text = Events.json("{\"x\":\"" + "a".repeat(200_000) + "!\"}");

        assertThat(test("event.data.x.matches('(a+)+$')", text).failure()).isEmpty();
        assertThat(test("event.data.all(a, event.data.all(b, a + b >= 0))", list)
                        .failure())
                .isPresent();
        assertThat(test("event.data.all(a, event.data.all(b, event.data.all(c, true)))", list)
                        .failure())
                .isPresent();
        assertThat(test("[1,2,3,4,5,6,7,8,9].exists(a, event.data.x.matches('(x+x+)+y'))", text)
                        .failure())
                .isPresent();
        String doubled = "event.data.x" + " + event.data.x".repeat(100);
        assertThat(test("size(" + doubled + ") > 0", text).failure()).isPresent();
        assertThat(test("event.data.all(a, a in event.data)", Events.json("[" + "1,".repeat(4000) + "1]"))
                        .failure())
                .isPresent();
    }

    @Test
    void oneRunDoesNotPayForAnother() throws ExpressionException {
        Filter filter = Filter.of("event.data.x.matches('a$')");
        EventView view = new EventView(Events.json("{\"x\":\"" + "a".repeat(200_000) + "\"}"));
        for (int i = 0; i < 20; i++) {
            assertThat(filter.test(view)).isEqualTo(new Filter.Verdict(true, Optional.empty()));
        }
    }

    @Test
    void dataThatIsNestedTooDeepIsNotThere() throws ExpressionException {
        String deep = "[".repeat(5000) + "]".repeat(5000);

        assertThat(test("has(event.data)", Events.json(deep)).matches()).isFalse();
    }
}
