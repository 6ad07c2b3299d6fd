package io.fanwire.gateway.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanwire.gateway.http.Caller;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Credentials;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Scope;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Short-lived tokens that see one tenant. They hold all there is to know and a MAC over it, so that every gateway knows one without
 * having heard of it: {@code fwp_} and Base64 of MAC, end in epoch seconds, scopes as bits, tenant.
 */
public final class PortalTokens implements Credentials {
    private static final String START = "fwp_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_BYTES = 32;
    private static final int FIXED = Long.BYTES + 1;

    /** What a portal is for. */
    private static final Set<Scope> MOST = Set.of(Scope.SUBSCRIPTIONS, Scope.DELIVERIES_READ);

    private final SecretKeySpec key;
    private final InstantSource clock;

    /** {@code key} is the same for all gateways of an installation. */
    public PortalTokens(byte[] key, InstantSource clock) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.clock = clock;
    }

    /** What of its scopes a caller can hand on to a portal. */
    public static Set<Scope> within(Caller caller) {
        Set<Scope> scopes = EnumSet.copyOf(MOST);
        scopes.retainAll(caller.scopes());
        return scopes;
    }

    /** A token that is good until then, for some of the scopes that a portal may have. */
    public String make(String tenant, Set<Scope> scopes, Instant until) {
        byte[] name = tenant.getBytes(UTF_8);
        byte[] said = ByteBuffer.allocate(FIXED + name.length)
                .putLong(until.getEpochSecond())
                .put((byte) scopes.stream().mapToInt(PortalTokens::bit).sum())
                .put(name)
                .array();
        byte[] token = ByteBuffer.allocate(MAC_BYTES + said.length)
                .put(mac(said))
                .put(said)
                .array();
        return START + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    @Override
    public boolean concerns(String token) {
        return token.startsWith(START);
    }

    @Override
    public CompletionStage<Checked<Caller>> caller(String token) {
        return CompletableFuture.completedStage(
                read(token).map(Checked::ok).orElseGet(() -> Checked.refused(Problem.wrongCredential())));
    }

    private Optional<Caller> read(String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token.substring(START.length()));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (bytes.length <= MAC_BYTES + FIXED) {
            return Optional.empty();
        }
        byte[] said = Arrays.copyOfRange(bytes, MAC_BYTES, bytes.length);
        if (!MessageDigest.isEqual(Arrays.copyOf(bytes, MAC_BYTES), mac(said))) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(said);
        Instant until = Instant.ofEpochSecond(fields.getLong());
        int bits = fields.get();
        String tenant = UTF_8.decode(fields).toString();
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        MOST.stream().filter(scope -> (bits & bit(scope)) != 0).forEach(scopes::add);
        return clock.instant().isBefore(until)
                ? Optional.of(new Caller("portal/" + tenant, Optional.of(tenant), scopes))
                : Optional.empty();
    }

    private static int bit(Scope scope) {
        return scope == Scope.SUBSCRIPTIONS ? 1 : 2;
    }

    private byte[] mac(byte[] said) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(said);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, missing);
        }
    }
}
