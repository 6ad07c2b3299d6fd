package io.fanwire.expressions;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import io.fanwire.expressions.ExpressionException.Fault;
import io.fanwire.expressions.Node.Null;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes parts that can run of a parsed tree, and refuses what is not offered here: bytes and unsigned numbers, which JSON does not have,
 * types of messages, and regular expressions or names in a map that are not written out. Does not ask for types, so it comes before those
 * who do: types of names in maps can grow without end. Translates once.
 */
final class Translation {
    private static final String NO_BYTES = "There are no bytes in an event, and none here.";
    private static final String NO_UNSIGNED = "There are no unsigned numbers in an event, and none here.";

    private static final int MOST = 200;
    private static final int MOST_EMPTY = 16;

    private final CelAbstractSyntaxTree tree;
    private final List<String> scope = new ArrayList<>();
    private int locals;
    private int holders;
    private int empties;
    private long steps;

    /**
     * What can run.
     *
     * @param locals how many loops are inside each other
     * @param steps of its regular expressions
     */
    record Translated(Node node, int locals, long steps) {}

    private Translation(CelAbstractSyntaxTree tree) {
        this.tree = tree;
    }

    static Translated of(CelAbstractSyntaxTree tree) throws ExpressionException {
        Translation translation = new Translation(tree);
        Node node = translation.node(tree.getExpr());
        return new Translated(node, translation.locals, translation.steps);
    }

    private Node node(CelExpr part) throws ExpressionException {
        return switch (part.getKind()) {
            case CONSTANT -> new Node.Constant(constant(part));
            case IDENT -> name(part);
            case SELECT -> member(part);
            case CALL -> call(part);
            case LIST -> list(part);
            case MAP -> map(part);
            case COMPREHENSION -> loop(part);
            default -> throw no(part, Fault.INVALID, "There are no types to make values of.");
        };
    }

    private Object constant(CelExpr part) throws ExpressionException {
        CelConstant constant = part.constant();
        return switch (constant.getKind()) {
            case NULL_VALUE -> Null.NULL;
            case BOOLEAN_VALUE -> constant.booleanValue();
            case INT64_VALUE -> constant.int64Value();
            case DOUBLE_VALUE -> constant.doubleValue();
            case STRING_VALUE -> constant.stringValue();
            case UINT64_VALUE -> throw no(part, Fault.INVALID, NO_UNSIGNED);
            default -> throw no(part, Fault.INVALID, NO_BYTES);
        };
    }

    private Node name(CelExpr part) throws ExpressionException {
        String name = part.ident().name();
        int slot = scope.lastIndexOf(name);
        if (slot >= 0) {
            return new Node.Local(slot);
        }
        if (name.equals(Language.EVENT)) {
            return new Node.TheEvent();
        }
        return ValueKind.named(name)
                .<Node>map(Node.Constant::new)
                .orElseThrow(() -> no(part, Fault.INVALID, "There is no '" + name + "': all begins with event."));
    }

    private Node member(CelExpr part) throws ExpressionException {
        Node map = node(part.select().operand());
        String name = part.select().field();
        return part.select().testOnly() ? new Access.Has(map, name) : new Access.Member(map, name);
    }

    private Node call(CelExpr part) throws ExpressionException {
        CelCall call = part.call();
        List<CelExpr> given = new ArrayList<>();
        call.target().ifPresent(given::add);
        given.addAll(call.args());
        String name = call.function();
        if (name.equals("matches") && given.size() == 2) {
            return new Texts.Matches(node(given.get(0)), pattern(given.get(1)));
        }
        List<Node> nodes = new ArrayList<>();
        for (CelExpr argument : given) {
            nodes.add(node(argument));
        }
        return switch (name) {
            case "_&&_" -> new Logic.Either(nodes.get(0), nodes.get(1), false);
            case "_||_" -> new Logic.Either(nodes.get(0), nodes.get(1), true);
            case "!_" -> new Logic.Not(nodes.get(0));
            case "_?_:_" -> new Logic.Choice(nodes.get(0), nodes.get(1), nodes.get(2));
            case "bytes" -> throw no(part, Fault.INVALID, NO_BYTES);
            case "uint" -> throw no(part, Fault.INVALID, NO_UNSIGNED);
            default ->
                new Call(
                        Functions.find(name, nodes.size()).orElseThrow(() -> no(part, Fault.INVALID, unknown(name))),
                        List.copyOf(nodes));
        };
    }

    private static String unknown(String function) {
        return "There is no function '" + function + "' that takes so many values.";
    }

    private com.google.re2j.Pattern pattern(CelExpr part) throws ExpressionException {
        if (part.getKind() != Kind.CONSTANT || part.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            throw no(part, Fault.INVALID, "A regular expression is written out where it is used.");
        }
        String text = part.constant().stringValue();
        steps += Patterns.size(text);
        if (steps > Patterns.LARGEST) {
            throw no(part, Fault.TOO_COMPLEX, Patterns.TOO_LARGE);
        }
        try {
            return Patterns.read(text);
        } catch (IllegalArgumentException wrong) {
            throw no(part, Fault.INVALID, String.valueOf(wrong.getMessage()));
        }
    }

    private Node list(CelExpr part) throws ExpressionException {
        count(part, part.list().elements().isEmpty());
        List<Node> nodes = new ArrayList<>();
        for (CelExpr element : part.list().elements()) {
            nodes.add(node(element));
        }
        return nodes.stream().allMatch(Node.Constant.class::isInstance)
                ? new Node.Constant(nodes.stream()
                        .map(Node.Constant.class::cast)
                        .map(Node.Constant::value)
                        .toList())
                : new Makers.OfList(List.copyOf(nodes));
    }

    private Node map(CelExpr part) throws ExpressionException {
        count(part, part.map().entries().isEmpty());
        Map<Object, Node> nodes = new LinkedHashMap<>();
        for (CelExpr.CelMap.Entry entry : part.map().entries()) {
            CelExpr key = entry.key();
            if (key.getKind() != Kind.CONSTANT) {
                throw no(key, Fault.INVALID, "The names in a map are written out.");
            }
            Object name = constant(key);
            if (name instanceof Double || name == Null.NULL) {
                throw no(key, Fault.INVALID, "A name in a map is a text, a whole number, true or false.");
            }
            if (nodes.put(name, node(entry.value())) != null) {
                throw no(key, Fault.INVALID, "This name is in the map already.");
            }
        }
        return new Makers.OfMap(nodes);
    }

    /** Those who ask for types take very long over very many; an empty one may be of any type. */
    private void count(CelExpr part, boolean empty) throws ExpressionException {
        empties += empty ? 1 : 0;
        if (++holders > MOST || empties > MOST_EMPTY) {
            throw no(
                    part,
                    Fault.TOO_COMPLEX,
                    "There are at most " + MOST + " lists, maps and loops, of which " + MOST_EMPTY + " are empty.");
        }
    }

    /** The parser has written a loop out; which it was shows in what it begins with. */
    private Node loop(CelExpr part) throws ExpressionException {
        count(part, false);
        CelComprehension loop = part.comprehension();
        Node range = node(loop.iterRange());
        int slot = scope.size();
        scope.add(loop.iterVar());
        locals = Math.max(locals, scope.size());
        List<CelExpr> step = loop.loopStep().call().args();
        CelExpr begins = loop.accuInit();
        Node node =
                switch (begins.getKind()) {
                    case LIST -> made(range, slot, loop.loopStep().call());
                    case CONSTANT ->
                        begins.constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE
                                ? new Loop.Any(
                                        range,
                                        slot,
                                        node(step.get(1)),
                                        !begins.constant().booleanValue())
                                : new Loop.One(range, slot, node(step.get(0)));
                    default -> throw no(part, Fault.INVALID, "There is no such loop.");
                };
        scope.remove(slot);
        return node;
    }

    private Node made(Node range, int slot, CelCall step) throws ExpressionException {
        boolean chooses = step.function().equals("_?_:_");
        CelCall grown = chooses ? step.args().get(1).call() : step;
        return new Loop.Made(
                range,
                slot,
                chooses ? node(step.args().get(0)) : new Node.Constant(true),
                node(grown.args().get(1).list().elements().get(0)));
    }

    private ExpressionException no(CelExpr part, Fault fault, String why) {
        CelSourceLocation at = Optional.ofNullable(
                        tree.getSource().getPositionsMap().get(part.id()))
                .flatMap(tree.getSource()::getOffsetLocation)
                .orElse(CelSourceLocation.of(1, 0));
        return new ExpressionException(fault, why, at.getLine(), at.getColumn() + 1);
    }
}
