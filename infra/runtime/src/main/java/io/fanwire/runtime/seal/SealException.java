package io.fanwire.runtime.seal;

/** A sealed secret that does not open: another key set, another owner, or bytes that were changed. Says nothing about the secret. */
public final class SealException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SealException(String message, Throwable cause) {
        super(message, cause);
    }
}
