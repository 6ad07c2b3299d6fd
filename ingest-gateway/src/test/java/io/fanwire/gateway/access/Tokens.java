package io.fanwire.gateway.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Tokens as an issuer makes them. */
final class Tokens {
    private Tokens() {}

    static String signed(RSAKey key, JWTClaimsSet claims) {
        return attempt(() -> signed(header(JWSAlgorithm.RS256, key.getKeyID()), new RSASSASigner(key), claims));
    }

    static String signed(ECKey key, JWTClaimsSet claims) {
        return attempt(() -> signed(header(JWSAlgorithm.ES256, key.getKeyID()), new ECDSASigner(key), claims));
    }

    static JWSHeader header(JWSAlgorithm algorithm, @Nullable String id) {
        return new JWSHeader.Builder(algorithm)
                .type(JOSEObjectType.JWT)
                .keyID(id)
                .build();
    }

    static String signed(JWSHeader header, JWSSigner signer, JWTClaimsSet claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    static String jwks(JWK... keys) {
        return new JWKSet(Arrays.asList(keys)).toString(false);
    }

    static RSAKey key(String id) {
        return attempt(() -> new RSAKeyGenerator(2048).keyID(id).generate());
    }

    static ECKey curve(String id) {
        return attempt(() -> new ECKeyGenerator(Curve.P_256).keyID(id).generate());
    }

    private interface Attempt<T> {
        T make() throws JOSEException;
    }

    static <T> T attempt(Attempt<T> attempt) {
        try {
            return attempt.make();
        } catch (JOSEException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
