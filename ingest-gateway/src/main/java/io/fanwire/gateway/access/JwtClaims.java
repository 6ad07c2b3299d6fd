package io.fanwire.gateway.access;

import com.nimbusds.jwt.JWTClaimsSet;
import io.fanwire.gateway.http.Authentication;
import io.fanwire.gateway.http.Caller;
import io.fanwire.gateway.http.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the claims of a token, which was found good, say of who shows it. */
final class JwtClaims {
    private static final int MOST_SUBJECT = 128;

    private JwtClaims() {}

    /** Empty when there is no tenant among them: a token never acts for the platform. */
    static Optional<Caller> caller(JWTClaimsSet claims, JwtRules rules) {
        return text(claims.getClaim(rules.tenantClaim()))
                .filter(tenant -> Authentication.TENANT.matcher(tenant).matches())
                .map(tenant -> new Caller(
                        "jwt/" + tenant + "/" + subject(claims),
                        Optional.of(tenant),
                        scopes(claims.getClaim(rules.scopesClaim()))));
    }

    private static String subject(JWTClaimsSet claims) {
        String subject = Optional.ofNullable(claims.getSubject()).orElse("");
        return subject.substring(0, Math.min(MOST_SUBJECT, subject.length())).replaceAll("[^\\x21-\\x7e]", "_");
    }

    /** An issuer may have scopes that are none of ours. */
    private static Set<Scope> scopes(@Nullable Object claim) {
        Stream<String> words = claim instanceof List<?> list
                ? list.stream().map(JwtClaims::text).flatMap(Optional::stream)
                : text(claim).stream().flatMap(text -> Arrays.stream(text.split(" ")));
        return words.map(Scope::of).flatMap(Optional::stream).collect(Collectors.toSet());
    }

    private static Optional<String> text(@Nullable Object claim) {
        return claim instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
