package io.fanwire.local.registry;

/** The registry cannot start, or its topic cannot be read or written; the code is the protocol's. */
public final class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int STORE = 50001;
    private static final int TIMEOUT = 50002;

    private final int code;

    private RegistryException(int code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    private RegistryException(int code, String message) {
        super(message);
        this.code = code;
    }

    static RegistryException store(String message) {
        return new RegistryException(STORE, message);
    }

    static RegistryException store(String message, Throwable cause) {
        return new RegistryException(STORE, message, cause);
    }

    static RegistryException timeout(String message) {
        return new RegistryException(TIMEOUT, message);
    }

    int code() {
        return code;
    }
}
