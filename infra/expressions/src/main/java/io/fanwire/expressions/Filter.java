package io.fanwire.expressions;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Optional;

/** A condition that an event meets or not. Any thread may use it; two of the same text are equal. */
public final class Filter {
    /** Characters of an expression. */
    public static final int LONGEST = 4096;

    private final String text;
    private final CelRuntime.Program program;

    private Filter(String text, CelRuntime.Program program) {
        this.text = text;
        this.program = program;
    }

    /** Throws when the text is no condition over {@code event}. */
    public static Filter of(String text) throws ExpressionException {
        return new Filter(text, Language.condition(text));
    }

    /**
     * What became of it.
     *
     * @param failure why it could not be told whether it matches, which counts as no
     */
    public record Verdict(boolean matches, Optional<String> failure) {}

    /** Whether an event meets it. One that asks for what the event does not have fails, which is no match. */
    public Verdict test(EventView event) {
        try {
            return Language.run(program, event) instanceof Boolean answer
                    ? new Verdict(answer, Optional.empty())
                    : new Verdict(false, Optional.of("the filter answered neither true nor false"));
        } catch (CelEvaluationException | RuntimeException failed) {
            return new Verdict(false, Optional.of(String.valueOf(failed.getMessage())));
        }
    }

    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Filter filter && text.equals(filter.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
