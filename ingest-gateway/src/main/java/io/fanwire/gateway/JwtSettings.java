package io.fanwire.gateway;

import io.fanwire.gateway.access.JwtCredentials;
import io.fanwire.gateway.access.JwtRules;
import io.fanwire.runtime.DurationText;
import io.fanwire.runtime.Settings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of tokens that somebody else issues; without a JWKS none is taken. */
final class JwtSettings {
    static final String REFRESH = "gateway.jwt.jwks.refresh";

    private static final String JWKS = "gateway.jwt.jwks";
    private static final String ISSUER = "gateway.jwt.issuer";
    private static final String AUDIENCES = "gateway.jwt.audience";
    private static final String ALGORITHMS = "gateway.jwt.algorithms";
    private static final String LEEWAY = "gateway.jwt.leeway";
    private static final String TENANT = "gateway.jwt.claim.tenant";
    private static final String SCOPES = "gateway.jwt.claim.scopes";

    private JwtSettings() {}

    static ConfigDef define(ConfigDef def) {
        return claims(def.define(
                        JWKS,
                        Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "Where the public keys (JWKS) of an issuer of tokens are: a URL, or the path of a file; when"
                                + " empty no token is taken.")
                .define(
                        REFRESH,
                        Type.STRING,
                        "5m",
                        DurationText.between(Duration.ofSeconds(10), Duration.ofDays(1)),
                        Importance.LOW,
                        "How often they are fetched; a token with a key that is not among them has them fetched sooner.")
                .define(
                        ISSUER,
                        Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "The claim iss that a token must have; needed with a JWKS.")
                .define(
                        AUDIENCES,
                        Type.LIST,
                        "",
                        Importance.MEDIUM,
                        "One of these must be in the claim aud of a token; needed with a JWKS."));
    }

    private static ConfigDef claims(ConfigDef def) {
        return def.define(
                        ALGORITHMS,
                        Type.LIST,
                        "RS256,ES256",
                        Importance.LOW,
                        "Signatures that are taken: some of RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512.")
                .define(
                        LEEWAY,
                        Type.STRING,
                        "30s",
                        DurationText.between(Duration.ZERO, Duration.ofSeconds(60)),
                        Importance.LOW,
                        "How far the issuer's clock may be from this one's.")
                .define(
                        TENANT,
                        Type.STRING,
                        "tenant",
                        new ConfigDef.NonEmptyString(),
                        Importance.LOW,
                        "The claim that names the tenant a token acts for; a token without it is not taken.")
                .define(
                        SCOPES,
                        Type.STRING,
                        "scope",
                        new ConfigDef.NonEmptyString(),
                        Importance.LOW,
                        "The claim with the scopes: a text with spaces between them, or a list.");
    }

    /** Whoever knows tokens, where any are taken. */
    static Optional<JwtCredentials> credentials(Settings settings, InstantSource clock) {
        return settings.optionalText(JWKS)
                .map(jwks -> new JwtCredentials(
                        new JwtRules(
                                settings.text(ISSUER),
                                new HashSet<>(settings.list(AUDIENCES)),
                                new HashSet<>(settings.list(ALGORITHMS)),
                                settings.duration(LEEWAY),
                                settings.text(TENANT),
                                settings.text(SCOPES)),
                        jwks,
                        clock));
    }
}
