package io.fanwire.expressions;

import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A condition that an event meets or not. Any thread may use it. */
public final class Filter {
    /** Characters of an expression. */
    public static final int LONGEST = 4096;

    private final String text;
    private final Language.Compiled compiled;

    private Filter(String text, Language.Compiled compiled) {
        this.text = text;
        this.compiled = compiled;
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
    public record Verdict(boolean matches, Optional<String> failure) {
        private static final Verdict YES = new Verdict(true, Optional.empty());
        private static final Verdict NO = new Verdict(false, Optional.empty());

        /** It is not known whether it matches. */
        public static Verdict failed(String why) {
            return new Verdict(false, Optional.of(Reasons.shortened(why)));
        }
    }

    /** Whether an event meets it. One that asks for what the event does not have fails, which is no match. */
    public Verdict test(EventView event) {
        long allowance = event.allowance();
        Run run = new Run(allowance, compiled.patterns());
        run.begin();
        try {
            Run.spend(compiled.price());
            Object answer = compiled.program().eval(Map.of(Language.EVENT, event));
            return answer instanceof Boolean yes
                    ? yes ? Verdict.YES : Verdict.NO
                    : Verdict.failed("the filter answered neither true nor false");
        } catch (CelEvaluationException | RuntimeException failed) {
            return Verdict.failed(String.valueOf(failed.getMessage()));
        } catch (Run.TooMuch tooMuch) {
            return Verdict.failed(String.valueOf(tooMuch.getMessage()));
        } catch (LinkageError missing) {
            return Verdict.failed("a function of the language cannot be used here");
        } catch (StackOverflowError tooDeep) {
            return Verdict.failed("the filter or the data is nested too deep");
        } finally {
            event.spent(allowance - run.end());
        }
    }

    /** The conditions that must all be met for it to be: itself alone when it is none of several. */
    public List<Filter> clauses() {
        List<Filter> parts = new ArrayList<>();
        for (String part : Clauses.of(text)) {
            try {
                parts.add(of(part));
            } catch (ExpressionException none) {
                return List.of(this);
            }
        }
        return parts.size() == 1 ? List.of(this) : List.copyOf(parts);
    }

    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
