package io.fanwire.expressions;

import com.google.re2j.Pattern;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of an expression: what it may still cost, and the regular expressions in it. A unit is about ten nanoseconds of work at its
 * worst. Functions of the language are given their arguments and nothing else, so each thread has one place for the run it is in.
 */
final class Run {
    /** Whatever the size of the event: a twentieth of a second. */
    private static final long MOST_FOR_TURNS = 5_000_000;

    private static final ThreadLocal<@Nullable Run> OF_THIS_THREAD = new ThreadLocal<>();

    private final Map<String, Pattern> patterns;
    private long left;
    private long leftForTurns = MOST_FOR_TURNS;

    /** Ends the run. An error and no exception: loops and {@code ||} of the language go on after one of those. */
    static final class TooMuch extends Error {
        private static final long serialVersionUID = 1;

        private TooMuch() {
            super("the expression does more than one may", null, false, false);
        }
    }

    Run(long allowance, Map<String, Pattern> patterns) {
        this.left = allowance;
        this.patterns = patterns;
    }

    void begin() {
        OF_THIS_THREAD.set(this);
    }

    /** Answers how much of its allowance is left. */
    long end() {
        OF_THIS_THREAD.remove();
        return Math.max(left, 0);
    }

    /** A step costs so much; throws when there is not so much left. */
    static void spend(long cost) {
        Run run = OF_THIS_THREAD.get();
        if (run == null) {
            return; // constants that are folded before there is a run: what they may cost is bounded by the text
        }
        run.left -= cost;
        if (run.left < 0) {
            throw new TooMuch();
        }
    }

    /** A loop goes on, which costs so much. */
    static void turn(long cost) {
        spend(cost);
        Run run = OF_THIS_THREAD.get();
        if (run != null && (run.leftForTurns -= cost) < 0) {
            throw new TooMuch();
        }
    }

    /** A regular expression of the expression that runs, which was read when that was. */
    static Pattern pattern(String text) {
        Run run = OF_THIS_THREAD.get();
        Pattern pattern = run == null ? null : run.patterns.get(text);
        if (pattern == null) {
            throw new IllegalArgumentException("a regular expression is written out where it is used");
        }
        return pattern;
    }
}
