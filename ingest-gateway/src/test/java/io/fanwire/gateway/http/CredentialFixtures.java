package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;

/** Credentials that are good, and such as have one flaw each; the topic {@code orders} is for tenant {@code a} then. */
final class CredentialFixtures {
    private CredentialFixtures() {}

    static Map<String, String> of(TestGateway gateway, RSAKey issuer) throws JOSEException {
        gateway.request("PUT", "/v1/topics/orders", "{\"tenants\":[\"a\"]}");
        Map<String, String> fixtures = new HashMap<>();
        fixtures.put("keyA", gateway.key("a", "events:write"));
        fixtures.put("keyB", gateway.key("b", "events:write"));
        fixtures.put("readkey", gateway.key("a", "deliveries:read"));
        String revoked = gateway.key("a", "events:write");
        gateway.request("DELETE", "/v1/keys/" + revoked.substring(3, revoked.lastIndexOf('_')), "");
        fixtures.put("revokedkey", revoked);
        JWTClaimsSet good = claims(TestGateway.NOW.plusSeconds(60), "fanwire");
        fixtures.put("jwtgood", signed(issuer, good));
        fixtures.put("jwtexpired", signed(issuer, claims(TestGateway.NOW.minusSeconds(61), "fanwire")));
        fixtures.put("jwtother", signed(issuer, claims(TestGateway.NOW.plusSeconds(60), "other")));
        fixtures.put("jwtnone", encoded("{\"alg\":\"none\",\"kid\":\"k1\"}") + "." + encoded(good.toString()) + ".");
        SignedJWT forged = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), good);
        forged.sign(new MACSigner(issuer.toRSAPublicKey().getEncoded()));
        fixtures.put("jwthmac", forged.serialize());
        return fixtures;
    }

    private static JWTClaimsSet claims(Instant until, String audience) {
        return new JWTClaimsSet.Builder()
                .issuer("i")
                .audience(audience)
                .expirationTime(Date.from(until))
                .claim("tenant", "a")
                .claim("scope", "events:write")
                .build();
    }

    private static String signed(RSAKey issuer, JWTClaimsSet claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(), claims);
        jwt.sign(new RSASSASigner(issuer));
        return jwt.serialize();
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
