package io.fanwire.expressions;

import com.google.re2j.Pattern;
import io.fanwire.expressions.Call.Function;
import io.fanwire.expressions.Node.Failure;
import java.util.List;
import java.util.Map;

/** What can be asked of texts. */
final class Texts {
    private Texts() {}

    static Object size(Run run, Object value) {
        if (value instanceof String text) {
            run.read(text.length());
            return (long) text.codePointCount(0, text.length());
        }
        if (value instanceof List<?> list) {
            return (long) list.size();
        }
        return value instanceof Map<?, ?> map ? (Object) (long) map.size() : Function.UNFIT;
    }

    /** At each character the part may match to its end but one. */
    static boolean contains(Run run, String text, String part) {
        run.read((long) text.length() * Math.max(part.length(), 1));
        return text.contains(part);
    }

    static boolean at(Run run, String text, String part, int offset) {
        run.read(part.length());
        return text.startsWith(part, offset);
    }

    /** {@code text.matches(pattern)}, which finds it anywhere: RE2 looks at no character twice, but takes every step at each. */
    record Matches(Node text, Pattern pattern) implements Node {
        @Override
        public Object eval(Run run) {
            run.step();
            Object value = text.eval(run);
            if (value instanceof String characters) {
                run.spend(10 + (long) characters.length() * pattern.programSize());
                return pattern.matcher(characters).find();
            }
            return value instanceof Failure ? value : Function.UNFIT;
        }
    }
}
