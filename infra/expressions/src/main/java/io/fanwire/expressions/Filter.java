package io.fanwire.expressions;

import io.fanwire.expressions.Translation.Translated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A condition that an event meets or not. Any thread may use it. */
public final class Filter {
    /** Characters of an expression. */
    public static final int LONGEST = 4096;

    /** About what each character, and each step of a regular expression, takes when it is read. */
    static final long BYTES = 64;

    private static final int MOST_CLAUSES = 20;

    private final String text;
    private final Translated translated;

    private Filter(String text, Translated translated) {
        this.text = text;
        this.translated = translated;
    }

    /** Throws when the text is no condition over {@code event}. */
    public static Filter of(String text) throws ExpressionException {
        return new Filter(text, Language.condition(text));
    }

    /** Loads the language, which takes up to seconds once, so that the first filter need not wait for that. */
    public static void prepare() {
        try {
            of("has(event.data.a) && event.data.l.exists(x, x.matches('a'))");
        } catch (ExpressionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The same for a text that was taken before. Takes a tenth of the time, as it does not ask for types. */
    public static Filter known(String text) throws ExpressionException {
        return new Filter(text, Language.knownCondition(text));
    }

    /** About how much memory it takes. */
    public long bytes() {
        return BYTES * (text.length() + translated.steps());
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
        return Evaluation.of(translated, event, (run, value) -> Filter.verdict(Logic.truth(value)), Verdict::failed);
    }

    private static Verdict verdict(Object answer) {
        return answer instanceof Boolean yes
                ? yes ? Verdict.YES : Verdict.NO
                : Verdict.failed(((Node.Failure) answer).why());
    }

    /** The conditions that must all be met for it to be: itself alone when it is none of several, or one of very many. */
    public List<Filter> clauses() {
        List<Filter> parts = new ArrayList<>();
        List<String> texts = Clauses.of(text);
        if (texts.size() > MOST_CLAUSES) {
            return List.of(this);
        }
        for (String part : texts) {
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
