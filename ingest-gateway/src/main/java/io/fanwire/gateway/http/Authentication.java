package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Who is calling: the key of the settings, or whatever other credentials there are, as a bearer token. Any thread may use it. */
public final class Authentication {
    /** What a tenant may be called: what a header carries unharmed; a star stands for all of them elsewhere. */
    public static final Pattern TENANT = Pattern.compile("(?!\\*$)[\\x21-\\x7e]{1,128}");

    private static final String BEARER = "Bearer ";
    private static final Caller BOOTSTRAP = Caller.operator("bootstrap");

    private final byte[] keyHash;
    private final List<Credentials> credentials;

    /** Keeps only the SHA-256 of the key. */
    public Authentication(String platformKey) {
        this(Sha256.of(platformKey), List.of());
    }

    /** The same key, and others beside it: a token that is not this key is shown to the first of them that it concerns. */
    public Authentication with(List<Credentials> others) {
        return new Authentication(keyHash, others);
    }

    private Authentication(byte[] keyHash, List<Credentials> others) {
        this.keyHash = keyHash;
        this.credentials = List.copyOf(others);
    }

    CompletionStage<Checked<Caller>> caller(List<String> authorization) {
        if (authorization.size() > 1) {
            return refused(Problem.of(400, "duplicate_header", "There is more than one Authorization header."));
        }
        if (authorization.isEmpty()) {
            return refused(Problem.noCredential());
        }
        String token = bearer(authorization.get(0));
        if (MessageDigest.isEqual(Sha256.of(token), keyHash)) {
            return CompletableFuture.completedStage(Checked.ok(BOOTSTRAP));
        }
        return credentials.stream()
                .filter(kind -> kind.concerns(token))
                .findFirst()
                .map(kind -> kind.caller(token))
                .orElseGet(() -> refused(Problem.wrongCredential()));
    }

    /** The token of RFC 6750, section 2.1; empty where there is none. */
    static String bearer(String authorization) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return "";
        }
        int start = BEARER.length();
        while (start < authorization.length() && authorization.charAt(start) == ' ') {
            start++;
        }
        for (int at = start; at < authorization.length(); at++) {
            char c = authorization.charAt(at);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter && "._~+/=-".indexOf(c) < 0) {
                return "";
            }
        }
        return authorization.substring(start);
    }

    /** A key for signing what only gateways with the same platform key may read. */
    public byte[] derivedKey(String purpose) {
        MessageDigest digest = Sha256.digest();
        digest.update(keyHash);
        return digest.digest(purpose.getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return "Authentication";
    }

    private static CompletionStage<Checked<Caller>> refused(Problem problem) {
        return CompletableFuture.completedStage(Checked.refused(problem));
    }
}
