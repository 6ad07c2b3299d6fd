package io.fanwire.expressions;

import io.fanwire.expressions.Translation.Translated;
import io.fanwire.schemas.Payload;
import java.util.List;
import java.util.Optional;

/** Makes JSON of an event. Any thread may use it. */
public final class Transform {
    /** Characters of an expression. */
    public static final int LONGEST = 16 * 1024;

    /** What one event may become. */
    public static final int MOST = 1_000;

    private final String text;
    private final Translated translated;

    private Transform(String text, Translated translated) {
        this.text = text;
        this.translated = translated;
    }

    /** Throws when the text is no expression over {@code event}. */
    public static Transform of(String text) throws ExpressionException {
        return new Transform(text, Language.value(text));
    }

    /** The same for a text that was taken before. */
    public static Transform known(String text) throws ExpressionException {
        return new Transform(text, Language.knownValue(text));
    }

    public String text() {
        return text;
    }

    /** About how much memory it takes. */
    public long bytes() {
        return Filter.BYTES * (text.length() + translated.steps());
    }

    /**
     * What became of an event.
     *
     * @param bodies the JSON of each element where it came to a list, else of the one value
     * @param failure why nothing could be made
     */
    public record Made(List<Payload> bodies, Optional<String> failure) {
        public Made {
            bodies = List.copyOf(bodies);
        }

        /** Nothing could be made. */
        public static Made failed(String why) {
            return new Made(List.of(), Optional.of(Reasons.shortened(why)));
        }
    }

    /** Never throws. */
    public Made of(EventView event) {
        return Evaluation.of(translated, event, Transform::made, Made::failed);
    }

    private static Made made(Run run, Object value) {
        if (value instanceof Node.Failure failure) {
            return Made.failed(failure.why());
        }
        List<?> values = value instanceof List<?> list ? list : List.of(value);
        if (values.size() > MOST) {
            return Made.failed("an event becomes at most " + MOST + " deliveries");
        }
        return new Made(values.stream().map(each -> JsonOutput.of(run, each)).toList(), Optional.empty());
    }
}
