package io.fanwire.expressions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fanwire.expressions.ExpressionException.Fault;
import io.fanwire.expressions.Transform.Made;
import io.fanwire.schemas.Event;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformTest {
    private static final Event ORDER = Events.json(
            "{\"id\":\"4711\",\"n\":7,\"d\":2.50,\"big\":12345678901234567890,\"note\":null,\"ok\":true,\"name\":\"Zoë \\\"\uD83D\uDE80\","
                    + "\"items\":[{\"sku\":\"a\",\"n\":1},{\"sku\":\"b\",\"n\":2}],\"when\":\"2026-01-31T12:00:00.5Z\",\"half\":\"\\ud83d\"}");

    private static Made make(String transform, Event event) throws ExpressionException {
        return Transform.of(transform).of(new EventView(event));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'text': 'Order ' + event.data.id}|{\"text\":\"Order 4711\"}",
                "{'a': event.data.n, 'b': event.data.d, 'c': event.data.note, 'd': event.data.ok}|{\"a\":7,\"b\":2.5,\"c\":null,\"d\":true}",
                "{'who': event.data.name, 'of': event.tenant}|{\"who\":\"Zoë \\\"\uD83D\uDE80\",\"of\":\"acme\"}",
                "event.data.items[0]|{\"sku\":\"a\",\"n\":1}",
                "[[1, 2]]|[1,2]",
                "[event.data.items.map(i, i.sku)]|[\"a\",\"b\"]",
                "{'at': timestamp(event.data.when), 'for': duration('90m') + duration('500ms')}|{\"at\":\"2026-01-31T12:00:00.500Z\",\"for\":\"5400.5s\"}",
                "has(event.data.none) ? event.data.none : {}|{}",
                "{1: 'a', true: 'b', 'c': {'d': []}}|{\"1\":\"a\",\"true\":\"b\",\"c\":{\"d\":[]}}",
                "'text'|\"text\"",
                "event.data.big|1.2345678901234567E19",
                "event.headers|{\"X-Env\":\"prod\"}",
            })
    void aValueIsOneBody(String transform, String json) throws ExpressionException {
        Made made = make(transform, ORDER);

        assertThat(made.failure()).isEmpty();
        assertThat(made.bodies())
                .extracting(body -> new String(body.bytes(), UTF_8))
                .containsExactly(json);
    }

    @Test
    void eachElementOfAListIsABody() throws ExpressionException {
        Made made = make("event.data.items.map(i, {'sku': i.sku, 'order': event.data.id})", ORDER);

        assertThat(made.bodies())
                .extracting(body -> new String(body.bytes(), UTF_8))
                .containsExactly("{\"sku\":\"a\",\"order\":\"4711\"}", "{\"sku\":\"b\",\"order\":\"4711\"}");
        assertThat(make("event.data.items.filter(i, i.n > 5)", ORDER))
                .isEqualTo(new Made(made.bodies().subList(0, 0), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'x': event.data.none}",
                "[1, event.data.none]",
                "event.data.n / 0",
                "{'x': 0.0 / 0.0}",
                "{'x': type(1)}",
                "{'x': event.data.half}",
                "event.data.items + 1"
            })
    void oneThatFailsMakesNothingAndSaysWhy(String transform) throws ExpressionException {
        Made made = make(transform, ORDER);

        assertThat(made.bodies()).isEmpty();
        assertThat(made.failure()).isPresent();
    }

    @Test
    void whatIsMadeIsBounded() throws ExpressionException {
        String list = IntStream.range(0, 2_000).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
        Event event = Events.json("{\"l\":" + list + ",\"x\":\"" + "a".repeat(200_000) + "\"}");

        assertThat(make("event.data.l", event).failure().orElseThrow()).contains("at most 1000");
        assertThat(make("[event.data.l.map(a, event.data.l)]", event).failure().orElseThrow())
                .contains("more than one may");
        assertThat(make("event.data.l.filter(a, a < 100).map(a, event.data.x)", event)
                        .failure()
                        .orElseThrow())
                .contains("more than one may");
        assertThat(make("[event.data.l]", event).bodies()).hasSize(1);
        assertThat(make("event", event).bodies()).hasSize(1);
    }

    @Test
    void whatIsNoneIsRefusedWithItsPlace() {
        ExpressionException loop = refused("while(true){}");

        assertThat(loop.fault()).isEqualTo(Fault.INVALID);
        assertThat(loop.line()).isEqualTo(1);
        assertThat(refused("{'a': evnt.data}").column()).isEqualTo(7);
        assertThat(refused("{null: 1}").fault()).isEqualTo(Fault.INVALID);
        assertThat(refused("{1.5: 1}")).hasMessageContaining("A name in a map");
        assertThat(refused("'" + "a".repeat(Transform.LONGEST) + "'").fault()).isEqualTo(Fault.TOO_LONG);
        assertThat(refused("'" + "a".repeat(Transform.LONGEST - 2) + "'")).isNull();
    }

    private static ExpressionException refused(String text) {
        return catchThrowableOfType(ExpressionException.class, () -> Transform.of(text));
    }
}
