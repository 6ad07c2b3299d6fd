package io.fanwire.expressions;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.ast.CelMutableExpr.CelMutableComprehension;
import dev.cel.common.ast.CelMutableExprConverter;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.List;
import java.util.Set;

/**
 * Puts two functions into a tree that nobody can write. {@code @turn} makes a loop pay before each turn: for the parts in it, and for
 * what may fail in it, as a failure takes a hundred times as long and is nowhere else to be seen. {@code @truth} asks a part that decides
 * something whether it is true or false: the runtime asks too, but writes out whatever it gets instead, however long. Rewrites one tree.
 */
final class Guards {
    private static final String TRUTH = "@truth";
    private static final String TRUTH_OVERLOAD = "truth_dyn";
    private static final String TURN = "@turn";
    private static final String TURN_OVERLOAD = "turn_int64";

    private static final String AND = "_&&_";
    private static final String CHOICE = "_?_:_";
    private static final Set<String> DECIDING = Set.of(AND, "_||_", "!_");
    private static final Set<String> SURE = Set.of(
            AND,
            "_||_",
            "!_",
            "_==_",
            "_!=_",
            "_<_",
            "_<=_",
            "_>_",
            "_>=_",
            "@in",
            "@not_strictly_false",
            "matches",
            "contains",
            "startsWith",
            "endsWith",
            TRUTH,
            TURN);

    /** Beyond all that a parser gives. */
    private long lastId = Integer.MAX_VALUE;

    private Guards() {}

    static List<CelFunctionDecl> declarations() {
        return List.of(
                CelFunctionDecl.newFunctionDeclaration(
                        TRUTH, CelOverloadDecl.newGlobalOverload(TRUTH_OVERLOAD, SimpleType.BOOL, SimpleType.DYN)),
                CelFunctionDecl.newFunctionDeclaration(
                        TURN, CelOverloadDecl.newGlobalOverload(TURN_OVERLOAD, SimpleType.BOOL, SimpleType.INT)));
    }

    static List<CelFunctionBinding> bindings() {
        return List.of(
                CelFunctionBinding.from(TRUTH_OVERLOAD, Object.class, value -> {
                    if (value instanceof Boolean) {
                        return value;
                    }
                    throw Functions.failed("neither true nor false, where one of them is asked for");
                }),
                CelFunctionBinding.from(TURN_OVERLOAD, Long.class, cost -> {
                    Run.turn(cost);
                    return true;
                }));
    }

    static CelAbstractSyntaxTree put(CelAbstractSyntaxTree tree) {
        CelMutableExpr copy = CelMutableExprConverter.fromCelExpr(tree.getExpr());
        new Guards().visit(copy);
        return CelAbstractSyntaxTree.newParsedAst(CelMutableExprConverter.fromMutableExpr(copy), tree.getSource());
    }

    private void visit(CelMutableExpr part) {
        switch (part.getKind()) {
            case SELECT -> visit(part.select().operand());
            case LIST -> part.list().elements().forEach(this::visit);
            case MAP -> part.map().entries().forEach(entry -> visit(entry.value()));
            case CALL -> call(part.call());
            case COMPREHENSION -> loop(part.comprehension());
            default -> {}
        }
    }

    private void call(CelMutableCall call) {
        call.target().ifPresent(this::visit);
        int asked = DECIDING.contains(call.function())
                ? call.args().size()
                : call.function().equals(CHOICE) ? 1 : 0;
        for (int n = 0; n < call.args().size(); n++) {
            CelMutableExpr argument = call.args().get(n);
            visit(argument);
            if (n < asked && !sure(argument)) {
                call.setArg(n, newCall(TRUTH, argument));
            }
        }
    }

    private static boolean sure(CelMutableExpr part) {
        return switch (part.getKind()) {
            case IDENT, LIST, MAP, STRUCT, NOT_SET -> false;
            case SELECT -> part.select().testOnly();
            case CALL -> SURE.contains(part.call().function());
            case CONSTANT, COMPREHENSION -> true;
        };
    }

    private void loop(CelMutableComprehension loop) {
        CelMutableExpr price = CelMutableExpr.ofConstant(
                ++lastId,
                CelConstant.ofValue(Weight.ofStep(CelMutableExprConverter.fromMutableExpr(loop.loopStep()))
                        .ofATurn()));
        visit(loop.iterRange());
        visit(loop.accuInit());
        visit(loop.loopStep());
        visit(loop.result());
        loop.setLoopCondition(newCall(AND, newCall(TURN, price), loop.loopCondition()));
    }

    private CelMutableExpr newCall(String function, CelMutableExpr... arguments) {
        return CelMutableExpr.ofCall(++lastId, CelMutableCall.create(function, arguments));
    }
}
