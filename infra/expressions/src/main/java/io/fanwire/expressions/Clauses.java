package io.fanwire.expressions;

import java.util.ArrayList;
import java.util.List;

/** Takes a condition apart at those {@code &&} that hold the whole of it together. Reads once. */
final class Clauses {
    private static final String AND = "&&";

    private final String text;
    private final List<String> clauses = new ArrayList<>();
    private int depth;
    private int start;
    private int at;

    private Clauses(String text) {
        this.text = text;
    }

    /** The one text where something binds less than {@code &&} does, or the text is none. */
    static List<String> of(String text) {
        return new Clauses(text).read();
    }

    private List<String> read() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"' || c == '\'') {
                skipText(c);
            } else if (c == '/' && text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (depth == 0 && (c == '?' || text.startsWith("||", at))) {
                return List.of(text.strip());
            } else if (depth == 0 && text.startsWith(AND, at)) {
                end();
                at += AND.length();
                start = at;
            } else {
                depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
                at++;
            }
        }
        end();
        return List.copyOf(clauses);
    }

    private void end() {
        clauses.add(text.substring(start, at).strip());
    }

    /** From its first quote to behind its last; a raw text ({@code r'…'}) has no escapes. */
    private void skipText(char quote) {
        boolean raw = at > 0 && "rR".indexOf(text.charAt(at - 1)) >= 0 && !namePart(at - 2);
        String end = String.valueOf(quote);
        if (text.startsWith(end.repeat(3), at)) {
            end = end.repeat(3);
        }
        at += end.length();
        while (at < text.length() && !text.startsWith(end, at)) {
            at += !raw && text.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at + end.length(), text.length());
    }

    private boolean namePart(int index) {
        return index >= 0 && Character.isLetterOrDigit(text.charAt(index));
    }
}
