package io.fanwire.dispatcher.callbacks;

import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.runtime.seal.Secret;
import io.fanwire.runtime.seal.SecretText;
import java.util.Map;

/** What an access token is asked for with: client credentials of OAuth 2.0 (RFC 6749, section 4.4). Each is one of its own. */
public final class TokenGrant implements Secret {
    private final HttpUrl tokenUrl;
    private final String clientId;
    private final SecretText clientSecret;
    private final Map<String, String> more;
    private final boolean inBody;

    /**
     * Opened.
     *
     * @param more scope and audience, where they are wanted
     * @param inBody whether the client names itself in the body instead of a header
     */
    TokenGrant(HttpUrl tokenUrl, String clientId, SecretText clientSecret, Map<String, String> more, boolean inBody) {
        this.tokenUrl = tokenUrl;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.more = Map.copyOf(more);
        this.inBody = inBody;
    }

    public HttpUrl tokenUrl() {
        return tokenUrl;
    }

    public String clientId() {
        return clientId;
    }

    public SecretText clientSecret() {
        return clientSecret;
    }

    public Map<String, String> more() {
        return more;
    }

    public boolean inBody() {
        return inBody;
    }

    @Override
    public String toString() {
        return "token grant";
    }
}
