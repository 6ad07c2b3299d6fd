package io.fanwire.schemas;

import java.util.regex.Pattern;

/**
 * Patterns over event types: {@code *} alone is every type; as a middle segment it stands for exactly one dotted segment, as the
 * last one for one or more.
 */
public final class TypePattern {
    /** Most segments of a pattern. */
    public static final int MAX_SEGMENTS = 10;

    private static final Pattern VALID = Pattern.compile("(\\*|[A-Za-z0-9_:/-]+)(\\.(\\*|[A-Za-z0-9_:/-]+))*");

    private TypePattern() {}

    public static boolean isValid(String pattern) {
        return pattern.length() <= 255
                && pattern.chars().filter(c -> c == '.').count() < MAX_SEGMENTS
                && VALID.matcher(pattern).matches();
    }

    public static boolean isWildcard(String pattern) {
        return pattern.indexOf('*') >= 0;
    }

    /** Whether a type matches, segment by segment, without allocating. */
    public static boolean matches(String pattern, String type) {
        if (pattern.equals("*")) {
            return true;
        }
        int p = 0;
        int t = 0;
        while (true) {
            int pEnd = end(pattern, p);
            int tEnd = end(type, t);
            boolean lastOfPattern = pEnd == pattern.length();
            boolean star = pEnd - p == 1 && pattern.charAt(p) == '*';
            if (star && tEnd == t) {
                return false;
            }
            if (star && lastOfPattern) {
                return true;
            }
            if (!star && (pEnd - p != tEnd - t || !pattern.regionMatches(p, type, t, pEnd - p))) {
                return false;
            }
            boolean lastOfType = tEnd == type.length();
            if (lastOfPattern || lastOfType) {
                return lastOfPattern && lastOfType;
            }
            p = pEnd + 1;
            t = tEnd + 1;
        }
    }

    private static int end(String text, int from) {
        int dot = text.indexOf('.', from);
        return dot < 0 ? text.length() : dot;
    }
}
