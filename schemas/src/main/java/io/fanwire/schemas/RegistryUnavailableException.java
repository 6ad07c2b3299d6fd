package io.fanwire.schemas;

/** The schema registry did not answer: the same bytes can be read, or written, later. */
public final class RegistryUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
