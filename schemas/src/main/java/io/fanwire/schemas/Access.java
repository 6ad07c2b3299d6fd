package io.fanwire.schemas;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What requests carry beside the event, so that the callback lets them in.
 *
 * @param headers by name
 * @param secretHeaders by name, sealed
 */
public record Access(Map<String, String> headers, Map<String, Payload> secretHeaders, Optional<Auth> auth) {
    public static final Access NONE = new Access(Map.of(), Map.of(), Optional.empty());

    public Access {
        headers = Map.copyOf(headers);
        secretHeaders = Map.copyOf(secretHeaders);
    }

    Access resealed(BiFunction<Seal, Payload, Payload> seal) {
        Map<String, Payload> anew = new HashMap<>();
        secretHeaders.forEach((name, value) -> anew.put(name, seal.apply(Seal.HEADERS, value)));
        return new Access(
                headers,
                anew,
                auth.map(old -> new Auth(old.type(), old.parameters(), seal.apply(Seal.AUTH, old.secret()))));
    }

    /**
     * How requests log in.
     *
     * @param type one of the constants here
     * @param parameters what is no secret of it, under the names of the API
     * @param secret sealed: the password, the key's value, the client secret or the private key
     */
    public record Auth(String type, Map<String, String> parameters, Payload secret) {
        public static final String BASIC = "basic";
        public static final String API_KEY = "apiKey";
        public static final String OAUTH2 = "oauth2";
        public static final String MTLS = "mtls";

        public Auth {
            parameters = Map.copyOf(parameters);
        }
    }
}
