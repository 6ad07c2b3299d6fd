package io.fanwire.expressions;

/** An expression that is none, and where in it that shows. */
public final class ExpressionException extends Exception {
    private static final long serialVersionUID = 1;

    private final Fault fault;
    private final int line;
    private final int column;

    /** What is wrong with it. */
    public enum Fault {
        /** It is no expression, or none of the kind that is asked for. */
        INVALID,
        TOO_LONG,
        /** It is nested too deep, or has too many parts. */
        TOO_COMPLEX
    }

    ExpressionException(Fault fault, String message, int line, int column) {
        super(Reasons.shortened(message));
        this.fault = fault;
        this.line = line;
        this.column = column;
    }

    public Fault fault() {
        return fault;
    }

    /** From 1. */
    public int line() {
        return line;
    }

    /** From 1. */
    public int column() {
        return column;
    }
}
