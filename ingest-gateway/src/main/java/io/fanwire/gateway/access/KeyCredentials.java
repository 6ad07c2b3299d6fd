package io.fanwire.gateway.access;

import io.fanwire.gateway.http.Caller;
import io.fanwire.gateway.http.Checked;
import io.fanwire.gateway.http.Credentials;
import io.fanwire.gateway.http.Problem;
import io.fanwire.gateway.http.Scope;
import io.fanwire.gateway.http.Sha256;
import io.fanwire.schemas.ApiKey;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Keys that were made with the API. A malformed, an unknown and a wrong one go the same way: one hash, one look-up, one comparison. */
public final class KeyCredentials implements Credentials {
    private static final byte[] NOBODYS = new byte[32];

    private final Function<String, Optional<ApiKey>> keys;

    /** {@code keys} finds one by id, from memory. */
    public KeyCredentials(Function<String, Optional<ApiKey>> keys) {
        this.keys = keys;
    }

    @Override
    public boolean concerns(String token) {
        return true;
    }

    @Override
    public CompletionStage<Checked<Caller>> caller(String token) {
        byte[] shown = Sha256.of(token);
        Optional<ApiKey> key = keys.apply(KeyText.id(token).orElse(""));
        byte[] kept = key.map(found -> found.hash().bytes()).orElse(NOBODYS);
        boolean same = MessageDigest.isEqual(shown, kept);
        return CompletableFuture.completedStage(key.filter(found -> same)
                .map(KeyCredentials::caller)
                .map(Checked::ok)
                .orElseGet(() -> Checked.refused(Problem.wrongCredential())));
    }

    /** Scopes of a later version are not known here and allow nothing. */
    private static Caller caller(ApiKey key) {
        return new Caller(
                key.id(),
                key.tenant(),
                key.scopes().stream().map(Scope::of).flatMap(Optional::stream).collect(Collectors.toSet()));
    }
}
