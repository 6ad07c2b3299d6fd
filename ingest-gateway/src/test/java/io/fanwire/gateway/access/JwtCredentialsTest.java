package io.fanwire.gateway.access;

import static io.fanwire.gateway.access.Tokens.curve;
import static io.fanwire.gateway.access.Tokens.encoded;
import static io.fanwire.gateway.access.Tokens.header;
import static io.fanwire.gateway.access.Tokens.jwks;
import static io.fanwire.gateway.access.Tokens.key;
import static io.fanwire.gateway.access.Tokens.signed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import io.fanwire.gateway.http.Caller;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Scope;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A token is taken when its issuer signed it for us, now, with a key that we looked up; else nobody learns why it is not. */
class JwtCredentialsTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final JwtRules RULES = new JwtRules(
            "https://issuer.example.org",
            Set.of("fanwire"),
            Set.of("RS256", "ES256"),
            Duration.ofSeconds(30),
            "tenant",
            "scope");
    private static final RSAKey RSA = key("rsa");
    private static final ECKey EC = curve("ec");

    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private volatile KeySetFetch issuer = () -> jwks(RSA, EC);
    private final JwtCredentials credentials = new JwtCredentials(
            RULES,
            new KeySet(
                    () -> {
                        fetches.incrementAndGet();
                        return issuer.get();
                    },
                    nanos::get),
            () -> NOW);

    @AfterEach
    void close() {
        credentials.close();
    }

    @Test
    void aGoodTokenNamesItsTenantAndItsScopes() {
        Caller caller = taken(signed(RSA, good().build()));

        assertThat(caller.tenant()).contains("acme");
        assertThat(caller.scopes()).containsExactlyInAnyOrder(Scope.EVENTS_WRITE, Scope.DLQ);
        assertThat(caller.id()).isEqualTo("jwt/acme/somebody_");
        assertThat(taken(signed(
                                EC,
                                good().claim("scope", List.of("admin", 7, "other"))
                                        .build()))
                        .scopes())
                .containsExactly(Scope.ADMIN);
        assertThat(taken(signed(RSA, good().claim("scope", null).build())).scopes())
                .isEmpty();
        assertThat(fetches).hasValue(1);
    }

    @Test
    void whatTheIssuerDidNotSayForUsIsNotTaken() {
        refused(signed(RSA, good().issuer("https://other.example.org").build()));
        refused(signed(RSA, good().audience("other").build()));
        refused(signed(RSA, good().audience((String) null).build()));
        refused(signed(RSA, good().claim("tenant", null).build()));
        refused(signed(RSA, good().claim("tenant", "*").build()));
        refused(signed(RSA, good().claim("tenant", List.of("acme")).build()));
    }

    @Test
    void aTokenIsTakenInItsTimeGiveOrTakeTheLeeway() {
        taken(signed(RSA, good().expirationTime(at(-29)).build()));
        taken(signed(RSA, good().notBeforeTime(at(29)).build()));
        refused(signed(RSA, good().expirationTime(at(-31)).build()));
        refused(signed(RSA, good().notBeforeTime(at(31)).build()));
        refused(signed(RSA, good().expirationTime(null).build()));
    }

    @Test
    void onlySignaturesOfTheListAreChecked() throws JOSEException {
        String claims = encoded(good().build().toString());
        refused(encoded("{\"alg\":\"none\"}") + "." + claims + ".");
        refused(encoded("{\"alg\":\"none\",\"kid\":\"rsa\"}") + "." + claims + "." + encoded("x"));
        byte[] publicKey = RSA.toPublicJWK().toJSONString().getBytes(UTF_8);
        refused(signed(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(),
                new MACSigner(publicKey),
                good().build()));
        refused(signed(header(JWSAlgorithm.RS512, "rsa"), new RSASSASigner(RSA), good().build()));
    }

    @Test
    void aKeyIsLookedUpInTheSetAndNowhereElse() throws JOSEException {
        RSAKey own = key("own");
        refused(signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("own")
                        .jwk(own.toPublicJWK())
                        .build(),
                new RSASSASigner(own),
                good().build()));
        refused(signed(header(JWSAlgorithm.RS256, "rsa"), new RSASSASigner(own), good().build()));
        refused(signed(header(JWSAlgorithm.RS256, "../../etc/passwd"), new RSASSASigner(RSA), good().build()));
        refused(signed(header(JWSAlgorithm.RS256, null), new RSASSASigner(RSA), good().build()));
        refused(signed(header(JWSAlgorithm.ES256, "rsa"), new ECDSASigner(EC), good().build()));
        issuer = () -> jwks(RSA);
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        refused(signed(header(JWSAlgorithm.RS256, "new"), new RSASSASigner(RSA), good().build()));
        taken(signed(header(JWSAlgorithm.RS256, null), new RSASSASigner(RSA), good().build()));
    }

    @Test
    void aSharedSecretInTheSetIsNoKey() throws JOSEException {
        JWK shared = new OctetSequenceKeyGenerator(256).keyID("oct").generate();
        issuer = () -> jwks(RSA, shared);

        refused(signed(header(JWSAlgorithm.HS256, "oct"), new MACSigner(shared.toOctetSequenceKey()), good().build()));
    }

    @Test
    void aNewKeyIsFetchedWhenATokenHasItButNotForEveryToken() {
        taken(signed(RSA, good().build()));
        RSAKey next = key("next");
        refused(signed(next, good().build()));
        refused(signed(next, good().build()));
        assertThat(fetches).as("asked a moment ago").hasValue(1);

        issuer = () -> jwks(RSA, next);
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        taken(signed(next, good().build()));
        assertThat(fetches).hasValue(2);
    }

    @Test
    void whileTheIssuerIsAwayNobodyIsToldThatHisTokenIsWrong() {
        issuer = () -> {
            throw new IOException("away");
        };
        assertThat(status(signed(RSA, good().build()))).isEqualTo(503);

        issuer = () -> jwks(RSA);
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        taken(signed(RSA, good().build()));

        issuer = () -> "not a key set";
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        refused(signed(EC, good().build()));
        taken(signed(RSA, good().build()));
    }

    @Test
    void whoeverAsksDoesNotWaitForTheIssuer() {
        CountDownLatch answers = new CountDownLatch(1);
        issuer = () -> {
            try {
                assertThat(answers.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
            return jwks(RSA);
        };

        CompletableFuture<Checked<Caller>> caller =
                credentials.caller(signed(RSA, good().build())).toCompletableFuture();
        assertThat(caller).isNotDone();
        answers.countDown();

        assertThat(caller).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void whatIsNoTokenIsNone() {
        for (String text : List.of("..", "a.b.c", "e30.e30.e30", "eyJhbGciOiJSUzI1NiJ9..", "....")) {
            if (credentials.concerns(text)) {
                refused(text);
            }
        }
        assertThat(credentials.concerns("fw_key_1_x")).isFalse();
    }

    @Test
    void rulesThatLetAnybodyInAreNoRules() {
        Duration none = Duration.ZERO;

        assertThatThrownBy(() -> new JwtRules("", Set.of("a"), Set.of("RS256"), none, "t", "s"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JwtRules("i", Set.of(), Set.of("RS256"), none, "t", "s"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JwtRules("i", Set.of("a"), Set.of("HS256"), none, "t", "s"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JwtRules("i", Set.of("a"), Set.of("none"), none, "t", "s"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Caller taken(String token) {
        return await(token).fold(caller -> caller, problem -> {
            throw new AssertionError("refused: " + problem);
        });
    }

    private void refused(String token) {
        assertThat(status(token)).isEqualTo(401);
    }

    private int status(String token) {
        return await(token).fold(caller -> 200, problem -> problem.status());
    }

    private Checked<Caller> await(String token) {
        return credentials
                .caller(token)
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private static JWTClaimsSet.Builder good() {
        return new JWTClaimsSet.Builder()
                .issuer("https://issuer.example.org")
                .audience(List.of("other", "fanwire"))
                .subject("somebody\n")
                .expirationTime(at(60))
                .claim("tenant", "acme")
                .claim("scope", "openid events:write dlq:*");
    }

    private static Date at(int seconds) {
        return Date.from(NOW.plusSeconds(seconds));
    }
}
