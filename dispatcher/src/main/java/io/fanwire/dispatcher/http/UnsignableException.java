package io.fanwire.dispatcher.http;

/** Nothing is there to sign with, though the subscription wants its requests signed. */
final class UnsignableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsignableException(String message) {
        super(message);
    }
}
