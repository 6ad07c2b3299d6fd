package io.fanwire.gateway.control;

import io.fanwire.runtime.seal.SecretText;
import java.util.Map;
import java.util.Optional;

/**
 * What requests shall carry, checked, with its secrets still in the clear.
 *
 * @param headers by name, as the caller writes it
 */
record AccessDraft(Map<String, HeaderDraft> headers, Optional<AuthDraft> auth) {
    AccessDraft {
        headers = Map.copyOf(headers);
    }

    /** Where an access token is asked for, if one is. */
    Optional<String> tokenUrl() {
        return auth.flatMap(login -> Optional.ofNullable(login.parameters().get(AuthReader.TOKEN_URL)));
    }

    /** A header and what its owner says of it. */
    record HeaderDraft(Word word, SecretText value) {}

    /** What is said of a header. */
    enum Word {
        /** It is a secret. */
        SECRET,
        /** It is none. */
        PLAIN,
        /** Nothing: it is what it was, and no secret when it is new. */
        NOTHING,
        /** It stays the secret that it is. */
        KEPT
    }

    /**
     * A way to log in.
     *
     * @param parameters what is no secret of it
     * @param member the one that holds the secret
     * @param secret empty: it stays the one that is there
     */
    record AuthDraft(String type, Map<String, String> parameters, String member, Optional<SecretText> secret) {
        AuthDraft {
            parameters = Map.copyOf(parameters);
        }
    }
}
