package io.fanwire.gateway.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.fanwire.gateway.http.Caller;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Credentials;
import io.fanwire.gateway.http.Problem;
import io.fanwire.runtime.Threads;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Signed tokens (JWT) of an issuer whose keys are known. The key is looked up by id among those and nowhere else; one that is not there
 * has them fetched again. Signatures are checked on a thread of its own, as that costs more than a look-up.
 */
public final class JwtCredentials implements Credentials, AutoCloseable {
    private static final int MOST_WAITING = 1000;

    private final JwtRules rules;
    private final KeySet keys;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final ThreadPoolExecutor checking = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), Threads.daemons("gateway-jwt"));

    /** {@code jwks}: a URL or the path of a file. */
    public JwtCredentials(JwtRules rules, String jwks, InstantSource clock) {
        this(rules, new KeySet(KeySetFetch.from(jwks), System::nanoTime), clock);
    }

    JwtCredentials(JwtRules rules, KeySet keys, InstantSource clock) {
        this.rules = rules;
        this.keys = keys;
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                rules.allowed(),
                (selector, context) -> keys.current().map(selector::select).orElse(List.of())));
        processor.setJWTClaimsSetVerifier(verifier(rules, clock));
    }

    private static DefaultJWTClaimsVerifier<SecurityContext> verifier(JwtRules rules, InstantSource clock) {
        JWTClaimsSet exact = new JWTClaimsSet.Builder().issuer(rules.issuer()).build();
        DefaultJWTClaimsVerifier<SecurityContext> verifier =
                new DefaultJWTClaimsVerifier<>(rules.audiences(), exact, Set.of("exp", "aud"), Set.of()) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        verifier.setMaxClockSkew((int) rules.leeway().toSeconds());
        return verifier;
    }

    /** Fetches the keys, and again every so often. */
    public void start(Duration every) {
        keys.start(every);
    }

    @Override
    public boolean concerns(String token) {
        return token.chars().filter(c -> c == '.').count() == 2;
    }

    @Override
    public CompletionStage<Checked<Caller>> caller(String token) {
        try {
            return CompletableFuture.supplyAsync(() -> read(token), checking).thenCompose(Function.identity());
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedStage(Checked.refused(Problem.overloaded()));
        }
    }

    private CompletionStage<Checked<Caller>> read(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (!rules.allowed().contains(jwt.getHeader().getAlgorithm())) {
                return CompletableFuture.completedStage(Checked.refused(Problem.wrongCredential()));
            }
            return known(jwt.getHeader())
                    ? CompletableFuture.completedStage(checked(jwt))
                    : keys.refreshed().thenApplyAsync(asked -> checked(jwt), checking);
        } catch (ParseException | IllegalArgumentException notOne) {
            return CompletableFuture.completedStage(Checked.refused(Problem.wrongCredential()));
        }
    }

    private boolean known(JWSHeader header) {
        String id = header.getKeyID();
        return keys.current()
                .filter(set -> id == null ? only(set) : set.getKeyByKeyId(id) != null)
                .isPresent();
    }

    /** Without an id, a key is meant only if there is no other. */
    private static boolean only(JWKSet set) {
        return set.size() == 1;
    }

    private Checked<Caller> checked(SignedJWT jwt) {
        if (keys.current().isEmpty()) {
            return Checked.refused(Problem.unavailable("The keys of the tokens' issuer are not to be had."));
        }
        if (!known(jwt.getHeader())) {
            return Checked.refused(Problem.wrongCredential());
        }
        try {
            return JwtClaims.caller(processor.process(jwt, null), rules)
                    .map(Checked::ok)
                    .orElseGet(() -> Checked.refused(Problem.wrongCredential()));
        } catch (BadJOSEException | JOSEException refused) {
            return Checked.refused(Problem.wrongCredential());
        }
    }

    @Override
    public void close() {
        checking.shutdownNow();
        keys.close();
    }
}
