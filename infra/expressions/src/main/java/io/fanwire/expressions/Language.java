package io.fanwire.expressions;

import com.google.re2j.Pattern;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.fanwire.expressions.ExpressionException.Fault;
import java.util.Map;

/** CEL with one variable, {@code event}, and with limits on what an expression may be and may do. */
final class Language {
    static final String EVENT = "event";

    private static final int DEEPEST = 60;

    /** Of all loops of a run together. */
    private static final int MOST_TURNS = 10_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .comprehensionMaxIterations(MOST_TURNS)
            .maxExpressionCodePointSize(Filter.LONGEST)
            .maxParseRecursionDepth(DEEPEST)
            .build();

    private static final CelCompiler CONDITIONS = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(
                    CelStandardMacro.HAS,
                    CelStandardMacro.ALL,
                    CelStandardMacro.EXISTS,
                    CelStandardMacro.EXISTS_ONE,
                    CelStandardMacro.FILTER)
            .addVar(EVENT, SimpleType.DYN)
            .addFunctionDeclarations(Guards.declarations())
            .setResultType(SimpleType.BOOL)
            .build();

    private static final CelRuntime RUNTIME = CelRuntimeFactory.legacyCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .setStandardEnvironmentEnabled(false)
            .addFunctionBindings(Functions.all(OPTIONS))
            .build();

    private Language() {}

    /**
     * An expression that can run.
     *
     * @param patterns its regular expressions, by their text
     * @param price what each run costs before it begins
     */
    record Compiled(CelRuntime.Program program, Map<String, Pattern> patterns, long price) {}

    /** A program that answers true or false; throws when the text is no such expression. */
    static Compiled condition(String text) throws ExpressionException {
        if (text.length() > Filter.LONGEST) {
            throw new ExpressionException(
                    Fault.TOO_LONG, "An expression has at most " + Filter.LONGEST + " characters.", 1, Filter.LONGEST);
        }
        try {
            CelAbstractSyntaxTree parsed = CONDITIONS.parse(text).getAst();
            Map<String, Pattern> patterns = Rules.check(parsed);
            CONDITIONS.check(parsed).getAst(); // as it was written: a guard takes any type
            CelAbstractSyntaxTree guarded = CONDITIONS.check(Guards.put(parsed)).getAst();
            return new Compiled(
                    RUNTIME.createProgram(guarded),
                    patterns,
                    Weight.of(parsed.getExpr()).once());
        } catch (CelValidationException wrong) {
            throw wrong.getErrors().isEmpty()
                    ? new ExpressionException(Fault.INVALID, "This is no expression.", 1, 1)
                    : exception(wrong.getErrors().get(0));
        } catch (CelEvaluationException | RuntimeException unusable) {
            throw new ExpressionException(Fault.INVALID, String.valueOf(unusable.getMessage()), 1, 1);
        } catch (StackOverflowError tooDeep) {
            throw new ExpressionException(Fault.TOO_COMPLEX, "The expression is nested too deep.", 1, 1);
        }
    }

    private static ExpressionException exception(CelIssue issue) {
        CelSourceLocation at = issue.getSourceLocation();
        Fault fault = issue.getMessage().contains("recursion limit") ? Fault.TOO_COMPLEX : Fault.INVALID;
        return new ExpressionException(
                fault, issue.getMessage(), Math.max(at.getLine(), 1), Math.max(at.getColumn(), 0) + 1);
    }
}
