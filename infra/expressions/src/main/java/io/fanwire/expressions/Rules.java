package io.fanwire.expressions;

import com.google.re2j.Pattern;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import io.fanwire.expressions.ExpressionException.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What may be written beyond what the language says, so that what an expression can do is bounded by its text and the event: regular
 * expressions and the names in maps are written out, and nothing inside a loop is put together of anything but constants. Looks at the
 * tree before types are checked, as types too can grow without end. Looks once.
 */
final class Rules {
    private static final int MOST_LOOPS = 10;
    private static final String MATCHES = "matches";
    private static final String IN = "@in";
    private static final String NO_BYTES = "There are no bytes in an event, and none here.";

    private final CelAbstractSyntaxTree tree;
    private final Map<String, Pattern> patterns = new HashMap<>();
    private int loops;
    private long steps;

    private Rules(CelAbstractSyntaxTree tree) {
        this.tree = tree;
    }

    /** Answers its regular expressions, by their text. */
    static Map<String, Pattern> check(CelAbstractSyntaxTree tree) throws ExpressionException {
        Rules rules = new Rules(tree);
        rules.visit(tree.getExpr(), false);
        return Map.copyOf(rules.patterns);
    }

    private void visit(CelExpr part, boolean looped) throws ExpressionException {
        switch (part.getKind()) {
            case CONSTANT -> constant(part);
            case SELECT -> visit(part.select().operand(), looped);
            case CALL -> call(part, looped);
            case LIST -> list(part, looped);
            case MAP -> map(part, looped);
            case STRUCT -> throw no(part, Fault.INVALID, "There are no types to make values of.");
            case COMPREHENSION -> loop(part, looped);
            default -> {}
        }
    }

    private void constant(CelExpr part) throws ExpressionException {
        if (part.constant().getKind() == CelConstant.Kind.BYTES_VALUE) {
            throw no(part, Fault.INVALID, NO_BYTES);
        }
    }

    private void call(CelExpr part, boolean looped) throws ExpressionException {
        CelCall call = part.call();
        if (call.function().equals("bytes")) {
            throw no(part, Fault.INVALID, NO_BYTES);
        }
        if (call.function().equals(MATCHES) && !call.args().isEmpty()) {
            pattern(call.args().get(call.args().size() - 1));
        }
        if (call.target().isPresent()) {
            visit(call.target().get(), looped);
        }
        boolean looksInList = call.function().equals(IN);
        for (CelExpr argument : call.args()) {
            if (looksInList && argument.getKind() == Kind.LIST) {
                lookedIn(argument, looped);
            } else {
                visit(argument, looped);
            }
        }
    }

    private void pattern(CelExpr part) throws ExpressionException {
        if (part.getKind() != Kind.CONSTANT || part.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            throw no(part, Fault.INVALID, "A regular expression is written out where it is used.");
        }
        String text = part.constant().stringValue();
        steps += patterns.containsKey(text) ? 0 : Patterns.size(text);
        if (steps > Patterns.LARGEST) {
            throw no(part, Fault.TOO_COMPLEX, Patterns.TOO_LARGE);
        }
        try {
            patterns.put(text, Patterns.read(text));
        } catch (IllegalArgumentException wrong) {
            throw no(part, Fault.INVALID, String.valueOf(wrong.getMessage()));
        }
    }

    /** A list that is only looked in holds whatever is no list itself. */
    private void lookedIn(CelExpr part, boolean looped) throws ExpressionException {
        for (CelExpr element : part.list().elements()) {
            visit(element, looped);
        }
    }

    private void list(CelExpr part, boolean looped) throws ExpressionException {
        for (CelExpr element : part.list().elements()) {
            constantIn(looped, element);
            visit(element, looped);
        }
    }

    private void map(CelExpr part, boolean looped) throws ExpressionException {
        for (CelExpr.CelMap.Entry entry : part.map().entries()) {
            if (entry.key().getKind() != Kind.CONSTANT) {
                throw no(entry.key(), Fault.INVALID, "The names in a map are written out.");
            }
            constantIn(looped, entry.value());
            visit(entry.value(), looped);
        }
    }

    private void constantIn(boolean loop, CelExpr part) throws ExpressionException {
        if (loop && part.getKind() != Kind.CONSTANT) {
            throw no(part, Fault.TOO_COMPLEX, "A list or map inside a loop holds constants only.");
        }
    }

    private void loop(CelExpr part, boolean looped) throws ExpressionException {
        if (++loops > MOST_LOOPS) {
            throw no(part, Fault.TOO_COMPLEX, "There are at most " + MOST_LOOPS + " loops.");
        }
        CelComprehension loop = part.comprehension();
        visit(loop.iterRange(), looped);
        visit(loop.accuInit(), looped);
        visit(loop.loopCondition(), true);
        if (gathers(loop)) {
            visit(loop.loopStep().call().args().get(0), true);
        } else {
            visit(loop.loopStep(), true);
        }
        visit(loop.result(), looped);
    }

    /** {@code condition ? found + [one] : found}: what {@code filter} is. */
    private static boolean gathers(CelComprehension loop) {
        CelExpr step = loop.loopStep();
        return isCall(step, "_?_:_", 3)
                && isCall(step.call().args().get(1), "_+_", 2)
                && isIdent(step.call().args().get(1).call().args().get(0), loop.accuVar())
                && isListOf(step.call().args().get(1).call().args().get(1), loop.iterVar())
                && isIdent(step.call().args().get(2), loop.accuVar());
    }

    private static boolean isCall(CelExpr part, String function, int arguments) {
        return part.getKind() == Kind.CALL
                && part.call().function().equals(function)
                && part.call().args().size() == arguments;
    }

    private static boolean isIdent(CelExpr part, String name) {
        return part.getKind() == Kind.IDENT && part.ident().name().equals(name);
    }

    private static boolean isListOf(CelExpr part, String name) {
        List<CelExpr> elements = part.getKind() == Kind.LIST ? part.list().elements() : List.of();
        return elements.size() == 1 && isIdent(elements.get(0), name);
    }

    private ExpressionException no(CelExpr part, Fault fault, String why) {
        Integer offset = tree.getSource().getPositionsMap().get(part.id());
        CelSourceLocation at = offset == null
                ? CelSourceLocation.of(1, 0)
                : tree.getSource().getOffsetLocation(offset).orElse(CelSourceLocation.of(1, 0));
        return new ExpressionException(fault, why, at.getLine(), at.getColumn() + 1);
    }
}
