package io.fanwire.expressions;

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

/** CEL with one variable, {@code event}, and with limits on what an expression may be and may do. */
final class Language {
    private static final String EVENT = "event";

    /** Of all loops of a run together. */
    private static final int MOST_ITERATIONS = 10_000;

    private static final int DEEPEST = 200;
    private static final int LARGEST_REGEX = 2_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .comprehensionMaxIterations(MOST_ITERATIONS)
            .maxExpressionCodePointSize(Filter.LONGEST)
            .maxParseRecursionDepth(DEEPEST)
            .maxRegexProgramSize(LARGEST_REGEX)
            .build();

    private static final CelCompiler CONDITIONS = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar(EVENT, SimpleType.DYN)
            .setResultType(SimpleType.BOOL)
            .build();

    private static final CelRuntime RUNTIME = CelRuntimeFactory.legacyCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .setStandardEnvironmentEnabled(false)
            .setStandardFunctions(CountedFunctions.others())
            .addFunctionBindings(CountedFunctions.counted())
            .build();

    private Language() {}

    /** A program that answers true or false; throws when the text is no such expression. */
    static CelRuntime.Program condition(String text) throws ExpressionException {
        if (text.length() > Filter.LONGEST) {
            throw new ExpressionException(
                    Fault.TOO_LONG, "An expression has at most " + Filter.LONGEST + " characters.", 1, Filter.LONGEST);
        }
        try {
            CelAbstractSyntaxTree tree = CONDITIONS.compile(text).getAst();
            return RUNTIME.createProgram(tree);
        } catch (CelValidationException wrong) {
            throw wrong.getErrors().isEmpty()
                    ? new ExpressionException(Fault.INVALID, "This is no expression.", 1, 1)
                    : exception(wrong.getErrors().get(0));
        } catch (CelEvaluationException unusable) {
            throw new ExpressionException(Fault.INVALID, String.valueOf(unusable.getMessage()), 1, 1);
        }
    }

    private static ExpressionException exception(CelIssue issue) {
        CelSourceLocation at = issue.getSourceLocation();
        Fault fault = issue.getMessage().contains("recursion limit") ? Fault.TOO_COMPLEX : Fault.INVALID;
        return new ExpressionException(
                fault, issue.getMessage(), Math.max(at.getLine(), 1), Math.max(at.getColumn(), 0) + 1);
    }

    /** Runs a program; throws when it fails or does more than it may. */
    static Object run(CelRuntime.Program program, EventView event) throws CelEvaluationException {
        Budget.begin();
        return program.eval(java.util.Map.of(EVENT, event));
    }
}
