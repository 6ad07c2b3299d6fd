package io.fanwire.expressions;

/** What is said of an expression that is none or fails; the language repeats types and names, however long they are. */
final class Reasons {
    private static final int LONGEST = 300;

    private Reasons() {}

    static String shortened(String reason) {
        return reason.length() > LONGEST ? reason.substring(0, LONGEST) + "…" : reason;
    }
}
