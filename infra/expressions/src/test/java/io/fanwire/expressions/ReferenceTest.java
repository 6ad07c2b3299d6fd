package io.fanwire.expressions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.fanwire.schemas.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random expressions, most of them senseless: what runs them here says what the runtime of the language's authors says. */
class ReferenceTest {
    private static final CelOptions OPTIONS =
            CelOptions.current().enableHeterogeneousNumericComparisons(true).build();
    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("event", SimpleType.DYN)
            .build();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

    private static final String DATA =
            """
            {"n":7,"d":7.5,"z":0,"neg":-3,"big":9223372036854775807,"s":"EUR","t":"2026-01-31T12:00:00.25Z","num":"42",
             "yes":true,"no":false,"nil":null,"l":[1,2,3],"m":{"a":1,"b":[1,"x"]},"words":["EUR","eur",""],"mixed":[1,1.0,"1",null,true,[1]],"e":[],
             "wide":"aé😀b","dur":"1h30m"}""";

    private static final List<String> LEAVES = List.of(
            "event.data.n",
            "event.data.d",
            "event.data.z",
            "event.data.neg",
            "event.data.big",
            "event.data.s",
            "event.data.num",
            "event.data.yes",
            "event.data.no",
            "event.data.nil",
            "event.data.l",
            "event.data.m",
            "event.data.words",
            "event.data.mixed",
            "event.data.e",
            "event.data.wide",
            "event.data.missing",
            "event.data.n.x",
            "event.id",
            "event.headers",
            "has(event.data.n)",
            "has(event.data.missing)",
            "has(event.none.x)",
            "timestamp(event.data.t)",
            "duration(event.data.dur)",
            "timestamp(1700000000)",
            "duration('-90s')",
            "0",
            "1",
            "-1",
            "2.5",
            "7.0",
            "'EUR'",
            "'a'",
            "''",
            "true",
            "false",
            "null",
            "[1, 2.0, 'x']",
            "[]",
            "{'a': 1, 'b': [1.0, 'x']}",
            "{1: 'one', true: 2}",
            "int",
            "string",
            "9223372036854775807",
            "-9223372036854775808",
            "1e30");

    private static final List<String> BINARY =
            List.of("+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "in", "==", "<");

    private static final List<String> COMPARING = List.of("==", "!=", "<", "<=", ">", ">=", "in");

    private static final List<String> UNARY = List.of(
            "-(%s)",
            "size(%s)",
            "int(%s)",
            "double(%s)",
            "bool(%s)",
            "type(%s)",
            "dyn(%s)",
            "timestamp(%s)",
            "duration(%s)",
            "(%s).getFullYear()",
            "(%s).getMonth()",
            "(%s).getDate()",
            "(%s).getDayOfMonth()",
            "(%s).getDayOfWeek()",
            "(%s).getDayOfYear()",
            "(%s).getHours()",
            "(%s).getMinutes()",
            "(%s).getSeconds()",
            "(%s).getMilliseconds()",
            "(%s).getHours('Europe/Berlin')",
            "(%s).getDayOfWeek('-08:00')",
            "(%s).getDate('14:00')",
            "(%s).matches('^[A-Z]+$')",
            "(%s).matches('(?i)e|4')",
            "(%s).startsWith('E')",
            "(%s).endsWith('R')",
            "(%s).contains('U')",
            "(%s).a",
            "has((%s).a)",
            "(%s)[0]",
            "(%s)['a']",
            "string(%s)");

    private static final List<String> LOOPS = List.of(
            "((%s).all(x, %s) ? true : false)",
            "((%s).e#ists(x, %s) ? true : false)",
            "(%s).e#ists_one(x, %s)",
            "(%s).filter(x, %s)",
            "(%s).map(x, %s ? true : false)",
            "(%s).map(x, %s, [x])");

    @Test
    void whatIsSaidIsWhatTheLanguageSays() throws Exception {
        long seed = Long.getLong("fanwire.seed", new Random().nextLong());
        Random random = new Random(seed);
        Event event = Events.json(DATA);
        Map<String, ?> theirs = Map.of("event", theirs(new EventView(event)));
        Map<String, Integer> answers = new HashMap<>();
        List<String> differ = new ArrayList<>();
        int compared = 0;
        while (compared < 5_000) {
            int depth = 1 + random.nextInt(3);
            String text = random.nextBoolean()
                    ? truth(random, depth, 0)
                    : "(" + text(random, depth, 0) + ") == (" + text(random, 1, 0) + ")";
            if (mayBeOneMoreThanTheGreatestInteger(text)) {
                continue;
            }
            CelRuntime.Program program;
            Filter ours;
            try {
                program = RUNTIME.createProgram(COMPILER.parse(text).getAst());
                ours = Filter.known(text);
            } catch (CelValidationException | ExpressionException none) {
                continue;
            }
            compared++;
            String expected = answer(program, theirs);
            Filter.Verdict verdict = ours.test(new EventView(event));
            String said = verdict.failure().isPresent() ? "fails" : Boolean.toString(verdict.matches());
            if (!said.equals(expected)) {
                differ.add(text + ": " + said + verdict.failure() + ", not " + expected);
            }
            answers.merge(said, 1, Integer::sum);
        }
        assertThat(differ).as("seed %d", seed).isEmpty();
        assertThat(answers).hasSize(3).allSatisfy((said, count) -> assertThat(count)
                .isGreaterThan(200));
    }

    /** The other runtime takes 2^63, which is made of an integer only by conversion, for equal to 2^63 - 1. */
    private static boolean mayBeOneMoreThanTheGreatestInteger(String text) {
        return text.contains("double(") && (text.contains("event.data.big") || text.contains("922337203685477580"));
    }

    private static String answer(CelRuntime.Program program, Map<String, ?> event) {
        try {
            return program.eval(event) instanceof Boolean yes ? yes.toString() : "fails";
        } catch (CelEvaluationException failed) {
            return "fails";
        }
    }

    private static String text(Random random, int depth, int loops) {
        int kind = depth == 0 ? 0 : random.nextInt(10);
        if (kind < 2) {
            return loops > 0 && random.nextBoolean()
                    ? "x" + random.nextInt(loops)
                    : LEAVES.get(random.nextInt(LEAVES.size()));
        }
        if (kind < 5) {
            return "(" + text(random, depth - 1, loops) + " " + BINARY.get(random.nextInt(BINARY.size())) + " "
                    + text(random, depth - 1, loops) + ")";
        }
        if (kind < 7) {
            return String.format(UNARY.get(random.nextInt(UNARY.size())), text(random, depth - 1, loops));
        }
        if (kind == 7) {
            return "(" + truth(random, depth - 1, loops) + " ? " + text(random, depth - 1, loops) + " : "
                    + text(random, depth - 1, loops) + ")";
        }
        return kind == 8
                ? "(" + truth(random, depth, loops) + " ? true : false)" // it mistakes failures of || and && for values
                : String.format(
                        LOOPS.get(random.nextInt(LOOPS.size()))
                                .replace("x", "x" + loops)
                                .replace("#", "x"),
                        text(random, depth - 1, loops),
                        truth(random, depth - 1, loops + 1));
    }

    /** True, false, or fails: what that runtime makes of other values where it asks for these is its own. */
    private static String truth(Random random, int depth, int loops) {
        int kind = depth == 0 ? 0 : random.nextInt(6);
        return switch (kind) {
            case 0 -> "(" + text(random, 0, loops) + " == " + text(random, 0, loops) + ")";
            case 1 -> "!" + truth(random, depth - 1, loops);
            case 2 -> "(" + truth(random, depth - 1, loops) + " && " + truth(random, depth - 1, loops) + ")";
            case 3 -> "(" + truth(random, depth - 1, loops) + " || " + truth(random, depth - 1, loops) + ")";
            default ->
                "(" + text(random, depth - 1, loops) + " " + COMPARING.get(random.nextInt(COMPARING.size())) + " "
                        + text(random, depth - 1, loops) + ")";
        };
    }

    /** The same as the other runtime has it. */
    private static Object theirs(Object ours) {
        if (ours instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((name, value) -> copy.put(name, theirs(value)));
            return copy;
        }
        if (ours instanceof List<?> list) {
            return list.stream().map(ReferenceTest::theirs).toList();
        }
        return ours == Node.Null.NULL ? NullValue.NULL_VALUE : ours;
    }
}
