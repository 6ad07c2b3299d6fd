package io.fanwire.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.schemas.Event;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who is calling: the platform key as a bearer token, and the tenant it names in {@code Fanwire-Tenant}. Any thread may use it. */
public final class Authentication {
    /** What a tenant may be called: what a header carries unharmed. */
    public static final Pattern TENANT = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private static final Pattern BEARER = Pattern.compile("Bearer +([A-Za-z0-9._~+/=-]+)", Pattern.CASE_INSENSITIVE);

    private final byte[] keyHash;

    /** Keeps only the SHA-256 of the key. */
    public Authentication(String platformKey) {
        this.keyHash = sha256(platformKey);
    }

    /** The tenant the call acts for. */
    Checked<String> tenant(List<String> authorization, List<String> tenants) {
        if (authorization.size() > 1) {
            return Checked.refused(Problem.of(400, "duplicate_header", "There is more than one Authorization header."));
        }
        Matcher bearer = BEARER.matcher(String.join("", authorization));
        String token = bearer.matches() ? bearer.group(1) : "";
        if (!MessageDigest.isEqual(sha256(token), keyHash)) {
            return Checked.refused(unauthorized());
        }
        if (tenants.size() > 1) {
            return Checked.refused(
                    Problem.of(400, "duplicate_header", "There is more than one Fanwire-Tenant header."));
        }
        String tenant = tenants.isEmpty() ? Event.DEFAULT_TENANT : tenants.get(0);
        return TENANT.matcher(tenant).matches()
                ? Checked.ok(tenant)
                : Checked.refused(Problem.of(
                        400, "invalid_tenant", "A tenant is 1 to 128 characters of printable ASCII without space."));
    }

    /** A key for signing what only gateways with the same platform key may read. */
    public byte[] derivedKey(String purpose) {
        MessageDigest digest = digest();
        digest.update(keyHash);
        return digest.digest(purpose.getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return "Authentication";
    }

    private static Problem unauthorized() {
        return Problem.of(401, "unauthorized", "Send a valid key: Authorization: Bearer fw_...")
                .with("WWW-Authenticate", "Bearer realm=\"fanwire\"");
    }

    private static byte[] sha256(String text) {
        return digest().digest(text.getBytes(UTF_8));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
