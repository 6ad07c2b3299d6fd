package io.fanwire.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fanwire.expressions.ExpressionException.Fault;
import io.fanwire.schemas.Event;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    private static final Event ORDER = Events.json(
            "{\"amount\":120.5,\"n\":7,\"uint\":9223372036854775808,\"big\":12345678901234567890,\"currency\":\"EUR\","
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
                "size(event.data.items.filter(i, i.n > 1)) == 1 && event.data.items.filter(i, i.n > 1)[0].sku == 'b'",
                "event.data.items.exists_one(i, i.sku == 'a') && event.data.items.all(i, i.sku in ['a', 'b'])",
                "{'EUR': 100, 'USD': 110}[event.data.currency] < event.data.amount",
                "event.data.items[0] == {'sku': 'a', 'n': 1.0} && event.data.tags == ['x', 'y']",
                "event.data.tags + ['z'] == ['x', 'y', 'z'] && event.data.tags + [] != ['y', 'x']",
                "event.data.items.exists(i, i.n in [event.data.n - 5, 5])",
                "event.data.uint == 9223372036854775808.0 && event.data.n != 7.5 && event.data.big > event.data.n",
                "event.data.items.map(i, i.n) == [1, 2] && event.data.items.map(i, i.n > 1, i.sku) == ['b']",
                "event.data.map(k, k)[0] == 'amount' && 'n' in event.data && event.data.exists(k, k == 'tags')",
                "event.data.paid ? event.data.n == 7 : false",
                "!(event.data.n == 8) && (event.data.n || true)",
                "int('7') == event.data.n && double('7.5') > event.data.n && string(event.data.n) == '7'",
                "timestamp(event.time).getFullYear() == 2026 && timestamp(event.time) - duration('1h') < timestamp(event.time)",
                "event.data.note == null && type(event.data.n) == int",
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
                "event.data.currency && true",
                "event.data.tags[5] == 'x'",
                "{'a': 1}[event.data.tags] == 1",
                "int(event.data.currency) == 1",
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "event.data.x.matches(event.data.y)      | INVALID     | written out where it is used",
                "event.data.x.matches('(')               | INVALID     | no regular expression",
                "event.data.x.matches('(a{1000}){1000}') | TOO_COMPLEX | come to at most",
                "event.data.x.matches(r'[\\pL\\pL\\pL\\pL\\pL\\pL\\pL\\pL]') | TOO_COMPLEX | come to at most",
                "[[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[]] == 1 | TOO_COMPLEX | of which 16 are empty",
                "event.data.x.matches(r'\\Qa')            | INVALID     | no quotes",
                "event.data.x.matches('(?i)é')           | INVALID     | letters of ASCII only",
                "{event.data.x: 1} == {}                 | INVALID     | names in a map are written out",
                "{'a': 1, 'a': 2} == {}                  | INVALID     | in the map already",
                "[1].all(a, a && true)                   | INVALID     | no matching overload",
                "b'a' + b'b' == b'ab'                    | INVALID     | no bytes",
                "event.data.n == 7u                      | INVALID     | no unsigned numbers",
                "uint(event.data.n) == 7                 | INVALID     | no unsigned numbers",
                "com.example.Type{a: 1} == 1             | INVALID     | no types to make values of",
                "event.data.split(',')[0] == 'a'         | INVALID     | no function 'split'",
                "evnt.data == 1                          | INVALID     | all begins with event",
                "event.data.l.all(a, b)                  | INVALID     | There is no 'b'",
                "event.data.l.map(a, 1) && a             | INVALID     | There is no 'a'",
            })
    void whatIsNotOfferedIsRefused(String filter, Fault fault, String why) {
        assertThat(refused(filter)).hasMessageContaining(why);
        assertThat(refused(filter).fault()).isEqualTo(fault);
        assertThat(refused("true || " + filter).column()).isGreaterThan(8);
    }

    @Test
    void listsMapsAndLoopsAreBoundedInNumber() throws ExpressionException {
        assertThat(Filter.of("[1]" + " + [1]".repeat(50) + " != []")).isNotNull();
        assertThat(refused(IntStream.range(0, 67)
                                .mapToObj(n -> "[1].all(x, {'a': x} != {})")
                                .collect(Collectors.joining("&&")))
                        .fault())
                .isEqualTo(Fault.TOO_COMPLEX);
    }

    @Test
    void aTextThatWasTakenBeforeIsReadWithoutAskingForTypes() throws ExpressionException {
        assertThat(Filter.known("1 + 'a' == 2").test(new EventView(ORDER)).failure())
                .isPresent();
        assertThat(Filter.known("event.data.n == 7").test(new EventView(ORDER)).matches())
                .isTrue();
        assertThatThrownBy(() -> Filter.known("evnt.data == 1")).isInstanceOf(ExpressionException.class);
    }

    @Test
    void failuresSayNothingOfTheEvent() throws ExpressionException {
        Event event = Events.json("{\"s\":\"4111-1111\",\"m\":{\"4111-1111\":1},\"n\":4111}");
        for (String filter : new String[] {
            "{'a': 1}[event.data.s] == 1",
            "event.data.m != 1 && event.data.s",
            "int(event.data.s) == 1",
            "timestamp(event.data.s) == timestamp(event.data.s)",
            "duration(event.data.s) == duration('1s')",
            "bool(event.data.s)",
            "event.data.s > 1",
            "event.data.n / 0 == event.data.n",
            "[1][event.data.n] == 1",
            "timestamp(event.time).getHours(event.data.s) == 1",
            "event.data.m.map(k, int(k)) == []",
        }) {
            assertThat(test(filter, event).failure().orElseThrow()).as(filter).doesNotContain("4111");
        }
    }

    @Test
    void severalRunsMayEachLookAtAllOfIt() throws ExpressionException {
        Filter filter = Filter.of("event.data.x.matches('a$')");
        EventView view = new EventView(Events.json("{\"x\":\"" + "a".repeat(200_000) + "\"}"));
        for (int i = 0; i < 10; i++) {
            assertThat(filter.test(view)).isEqualTo(new Filter.Verdict(true, Optional.empty()));
        }
    }

    @Test
    void dearRunsOnAnEventShareWhatThereIsAndLeaveSomeForOthers() throws ExpressionException {
        EventView view = new EventView(Events.json("{\"x\":\"" + "a".repeat(10_000) + "\",\"n\":1}"));
        Filter dear = Filter.of("event.data.x.contains('" + "a".repeat(400) + "b')");
        Filter cheap = Filter.of("event.data.n == 1");
        for (int i = 0; i < 50; i++) {
            dear.test(view);
        }

        assertThat(dear.test(view).failure()).isPresent();
        assertThat(cheap.test(view)).isEqualTo(new Filter.Verdict(true, Optional.empty()));
    }

    @Test
    void aReasonIsShort() throws ExpressionException {
        assertThat(test("event.data." + "a".repeat(1_000) + " == 1", ORDER)
                        .failure()
                        .orElseThrow())
                .hasSizeLessThan(400);
    }

    @Test
    void namesThatAreMadeToCollideAreNotThere() throws ExpressionException {
        assertThat(test("has(event.data)", colliding(4)).matches()).isTrue();
        assertThat(test("has(event.data)", colliding(5)).matches()).isFalse();
    }

    /** An object with as many names of one hash as there are words of so many times two letters. */
    private static Event colliding(int pairs) {
        return Events.json(IntStream.range(0, 1 << pairs)
                .mapToObj(n -> IntStream.range(0, pairs)
                        .mapToObj(bit -> (n >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining()))
                .map(name -> "\"" + name + "\":1")
                .collect(Collectors.joining(",", "{", "}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "duration('-1.5s').getSeconds() == -1 && duration('-1.5s').getMilliseconds() == -500",
                "duration('87000h') > duration('2m')",
                "timestamp('2026-01-31T12:00:00+02:00') == timestamp('2026-01-31t10:00:00z')",
                "timestamp('2024-02-29T00:00:00.123456789Z').getMilliseconds() == 123",
                "timestamp('2026-01-31T23:30:00Z').getDate('+01:00') == 1",
                "int('-9223372036854775808') < 0 && double('1e3') == 1000.0 && double('-.5') == -0.5",
            })
    void timesAndNumbersAreRead(String filter) throws ExpressionException {
        assertThat(test(filter, ORDER)).isEqualTo(new Filter.Verdict(true, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timestamp('2026-02-31T00:00:00Z')",
                "timestamp('2026-01-31T24:00:00Z')",
                "timestamp('2026-01-31T12:00Z')",
                "timestamp('2026-01-31T12:00:00+19:00')",
                "timestamp('0000-01-31T12:00:00+01:00')",
                "timestamp(9223372036854775807)",
                "int('9223372036854775808')",
                "int(' 1')",
                "double('1d')",
                "double('')",
                "timestamp(event.time).getHours('Nowhere/Else')",
            })
    void whatIsNoTimeOrNumberFails(String value) throws ExpressionException {
        assertThat(test("dyn(" + value + ") != null", ORDER).failure()).isPresent();
    }

    @Test
    void dataThatIsNestedTooDeepIsNotThere() throws ExpressionException {
        String deep = "[".repeat(5000) + "]".repeat(5000);

        assertThat(test("has(event.data)", Events.json(deep)).matches()).isFalse();
    }
}
