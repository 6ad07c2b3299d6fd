package io.fanwire.local;

/** Something a user can put right: one line that says what is wrong, one that says what to do. */
public final class LocalException extends RuntimeException {
    private final String remedy;

    public LocalException(String what, String remedy) {
        super(what);
        this.remedy = remedy;
    }

    public LocalException(String what, String remedy, Throwable cause) {
        super(what, cause);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
