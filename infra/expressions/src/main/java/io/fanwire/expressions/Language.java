package io.fanwire.expressions;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import io.fanwire.expressions.ExpressionException.Fault;
import io.fanwire.expressions.Translation.Translated;

/** CEL (github.com/google/cel-spec) with one variable, {@code event}. What reads it is a library, what runs it is ours. */
final class Language {
    static final String EVENT = "event";

    private static final int DEEPEST = 60;

    private static final CelCompiler CONDITIONS =
            compiler(Filter.LONGEST).setResultType(SimpleType.BOOL).build();
    private static final CelCompiler VALUES = compiler(Transform.LONGEST).build();

    private Language() {}

    private static CelCompilerBuilder compiler(int longest) {
        return CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(CelOptions.current()
                        .enableHeterogeneousNumericComparisons(true)
                        .maxExpressionCodePointSize(longest)
                        .maxParseRecursionDepth(DEEPEST)
                        .build())
                .setStandardMacros(
                        CelStandardMacro.HAS,
                        CelStandardMacro.ALL,
                        CelStandardMacro.EXISTS,
                        CelStandardMacro.EXISTS_ONE,
                        CelStandardMacro.FILTER,
                        CelStandardMacro.MAP,
                        CelStandardMacro.MAP_FILTER)
                .addVar(EVENT, SimpleType.DYN);
    }

    /** What a text comes to; throws when it is no condition. */
    static Translated condition(String text) throws ExpressionException {
        return read(CONDITIONS, Filter.LONGEST, text, true);
    }

    /** The same for a text that was looked at before: an operation on constants that cannot be fails when it runs. */
    static Translated knownCondition(String text) throws ExpressionException {
        return read(CONDITIONS, Filter.LONGEST, text, false);
    }

    /** What a text comes to; throws when it is no expression. */
    static Translated value(String text) throws ExpressionException {
        return read(VALUES, Transform.LONGEST, text, true);
    }

    /** The same for a text that was looked at before. */
    static Translated knownValue(String text) throws ExpressionException {
        return read(VALUES, Transform.LONGEST, text, false);
    }

    private static Translated read(CelCompiler compiler, int longest, String text, boolean check)
            throws ExpressionException {
        if (text.length() > longest) {
            throw new ExpressionException(
                    Fault.TOO_LONG, "An expression has at most " + longest + " characters.", 1, longest);
        }
        try {
            CelAbstractSyntaxTree parsed = compiler.parse(text).getAst();
            Translated translated = Translation.of(parsed);
            if (check) {
                compiler.check(parsed).getAst();
            }
            return translated;
        } catch (CelValidationException wrong) {
            throw wrong.getErrors().isEmpty()
                    ? new ExpressionException(Fault.INVALID, "This is no expression.", 1, 1)
                    : exception(wrong.getErrors().get(0));
        } catch (RuntimeException unusable) {
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
