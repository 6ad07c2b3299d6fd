package io.fanwire.runtime.seal;

import java.security.GeneralSecurityException;
import java.util.Map;

/**
 * Wraps the key set with a key that is kept elsewhere, such as a key management service: the file or the setting that holds the key
 * set opens nothing without it.
 *
 * <p>The plug-in point: a public class with a public constructor without parameters, named by the setting {@code secrets.kms}. It is
 * called when a process starts and when the key set has changed, never for a single secret. Any thread, one call at a time.
 */
public interface KeyEncryption {
    /**
     * Called once, before anything else.
     *
     * @param settings what is set under {@code kms.}, without the prefix
     * @throws IllegalArgumentException when a setting is missing or wrong; its message must not hold a secret
     */
    void configure(Map<String, String> settings);

    /** Encrypts; what comes back opens only with the same {@code boundTo}. */
    byte[] wrap(byte[] keySet, byte[] boundTo) throws GeneralSecurityException;

    /** Opens what {@link #wrap} made. */
    byte[] unwrap(byte[] wrapped, byte[] boundTo) throws GeneralSecurityException;
}
