package io.fanwire.expressions;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Reads regular expressions of RE2: linear in the text, whatever they are. But counted repeats are written out when one is read, and
 * repeats of repeats multiply; so what one comes to is reckoned first. Reckons once.
 */
final class Patterns {
    /** Hides what it holds from the reckoning. */
    private static final String QUOTE = "\\Q";

    private static final int LONGEST = 512;
    static final long LARGEST = 300;
    static final String TOO_LARGE =
            "regular expressions come to at most " + LARGEST + " steps with their repeats written out";

    /** A class by its name has hundreds of ranges. */
    private static final long NAMED_CLASS = 40;

    private static final java.util.regex.Pattern EITHER_CASE = java.util.regex.Pattern.compile("\\(\\?[A-Za-z]*i");
    private static final int ASCII = 128;

    private final String text;
    private final Deque<Part> open = new ArrayDeque<>();
    private int at;

    /** What a group holds, and how much of that the last element is. */
    private static final class Part {
        private long size;
        private long last;
    }

    private Patterns(String text) {
        this.text = text;
    }

    /** Throws {@link IllegalArgumentException} when it is none, or comes to more than one may. */
    static Pattern read(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("a regular expression has at most " + LONGEST + " characters");
        }
        if (text.contains(QUOTE)) {
            throw new IllegalArgumentException("a regular expression has no quotes (" + QUOTE + ")");
        }
        if (EITHER_CASE.matcher(text).find() && beyondAscii(text)) {
            throw new IllegalArgumentException("(?i) is for letters of ASCII only, and none written as \\x");
        }
        if (size(text) > LARGEST) {
            throw new IllegalArgumentException(TOO_LARGE);
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("no regular expression: " + wrong.getDescription(), wrong);
        }
    }

    /** The library looks for other cases of some letters (U+1C80 to U+1C88) without end. */
    private static boolean beyondAscii(String text) {
        return text.contains("\\x") || text.chars().anyMatch(c -> c >= ASCII);
    }

    /** How many steps it comes to; more than {@link #LARGEST} where it stopped reckoning. */
    static long size(String text) {
        return new Patterns(text).reckoned();
    }

    private long reckoned() {
        open.push(new Part());
        while (at < text.length() && open.element().size <= LARGEST) {
            step(text.charAt(at++));
        }
        while (open.size() > 1) {
            close();
        }
        return open.element().size;
    }

    private void step(char c) {
        switch (c) {
            case '(' -> open.push(new Part());
            case ')' -> close();
            case '[' -> add(skipClass());
            case '\\' -> {
                add(skipEscape());
            }
            case '{' -> repeat();
            case '*', '+', '?' -> grow();
            default -> add(1);
        }
    }

    private void add(long size) {
        Part part = open.element();
        part.size += size;
        part.last = size;
    }

    /** The last element and its mark are one. */
    private void grow() {
        Part part = open.element();
        part.size++;
        part.last++;
    }

    private void close() {
        if (open.size() > 1) {
            add(open.pop().size + 1);
        }
    }

    /** Answers how many steps the escape is. */
    private long skipEscape() {
        char kind = at < text.length() ? text.charAt(at++) : '\\';
        boolean named = kind == 'x' || kind == 'p' || kind == 'P';
        if (named && at < text.length() && text.charAt(at) == '{') {
            int end = text.indexOf('}', at);
            at = end < 0 ? text.length() : end + 1;
        }
        return kind == 'p' || kind == 'P' ? NAMED_CLASS : 1;
    }

    /** Answers how many steps the class is. */
    private long skipClass() {
        long size = 1;
        if (at < text.length() && text.charAt(at) == '^') {
            at++;
        }
        for (boolean first = true; at < text.length() && (first || text.charAt(at) != ']'); first = false) {
            boolean named = text.startsWith("[:", at);
            int end = named ? text.indexOf(":]", at + 2) : -1;
            size += text.startsWith("\\p", at) || text.startsWith("\\P", at) ? NAMED_CLASS : 0;
            at += end >= 0 ? end + 2 - at : text.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at + 1, text.length());
        return size;
    }

    /** {@code {3}}, {@code {3,}} or {@code {3,5}}; anything else in braces is text. */
    private void repeat() {
        int end = text.indexOf('}', at);
        String counts = end < 0 ? "" : text.substring(at, end);
        if (!counts.matches("\\d{1,9}(,\\d{0,9})?")) {
            add(1);
            return;
        }
        at = end + 1;
        String[] bounds = counts.split(",", 2);
        String most = bounds[bounds.length - 1];
        long times = most.isEmpty() ? Long.parseLong(bounds[0]) + 1 : Long.parseLong(most);
        boolean upTo = bounds.length > 1 && !most.isEmpty(); // each turn beyond the least is a choice
        Part part = open.element();
        long repeated = part.last * Math.max(times, 1) * (upTo ? 2 : 1);
        part.size += repeated - part.last;
        part.last = repeated;
    }
}
