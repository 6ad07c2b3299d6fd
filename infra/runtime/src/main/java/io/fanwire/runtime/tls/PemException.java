package io.fanwire.runtime.tls;

/** PEM text that is not what it should be. Its message holds nothing of the text. */
public final class PemException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String part;
    private final String detail;

    PemException(String part, String message) {
        super(message);
        this.part = part;
        this.detail = message;
    }

    /** Which text: certificate, privateKey or ca. */
    public String part() {
        return part;
    }

    /** What is wrong with it, as a sentence. */
    public String detail() {
        return detail;
    }
}
