package io.fanwire.expressions;

/** Ends a run, whatever the expression makes of failures. The message says nothing of what is in the event. */
final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stop(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
