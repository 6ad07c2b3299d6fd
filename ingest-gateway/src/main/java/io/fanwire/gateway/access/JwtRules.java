package io.fanwire.gateway.access;

import com.nimbusds.jose.JWSAlgorithm;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which tokens of an issuer are taken, and what they say.
 *
 * @param leeway how far clocks may be apart
 * @param tenantClaim the claim that names the tenant; a token without it opens nothing
 * @param scopesClaim the claim with the scopes, a text with spaces between them or a list
 */
public record JwtRules(
        String issuer,
        Set<String> audiences,
        Set<String> algorithms,
        Duration leeway,
        String tenantClaim,
        String scopesClaim) {
    /** Signatures whose key the gateway can know without being able to sign. */
    public static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    public JwtRules {
        audiences = Set.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
        if (issuer.isEmpty() || audiences.isEmpty()) {
            throw new IllegalArgumentException("tokens are taken of one issuer, for one audience or more: name them");
        }
        if (algorithms.isEmpty() || !ALGORITHMS.containsAll(algorithms)) {
            throw new IllegalArgumentException("algorithms of tokens are some of " + ALGORITHMS);
        }
    }

    Set<JWSAlgorithm> allowed() {
        return algorithms.stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
    }
}
