package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fanwire.runtime.seal.SecretText;
import io.fanwire.runtime.tls.TlsIdentity;
import io.fanwire.schemas.Access;
import io.fanwire.schemas.Access.Auth;
import java.util.Map;
import java.util.TreeMap;

/** What requests carry, as its owner sees it: three stars stand for each secret, and mean "as it is" when they come back. */
final class AccessJson {
    private static final Map<String, String> SECRETS = Map.of(
            Auth.BASIC, "password",
            Auth.API_KEY, "value",
            Auth.OAUTH2, "clientSecret",
            Auth.MTLS, TlsIdentity.PRIVATE_KEY);

    private AccessJson() {}

    static void write(Access access, ObjectNode subscription) {
        Map<String, String> headers = new TreeMap<>(access.headers());
        access.secretHeaders().keySet().forEach(name -> headers.put(name, SecretText.HIDDEN));
        if (!headers.isEmpty()) {
            ObjectNode json = subscription.putObject("headers");
            headers.forEach(json::put);
        }
        access.auth().ifPresent(auth -> {
            ObjectNode json = subscription.putObject("auth").put("type", auth.type());
            new TreeMap<>(auth.parameters()).forEach(json::put);
            json.put(SECRETS.getOrDefault(auth.type(), "secret"), SecretText.HIDDEN);
        });
    }
}
