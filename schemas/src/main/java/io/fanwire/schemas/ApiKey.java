package io.fanwire.schemas;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A key of the gateway's API, without what it is made of.
 *
 * @param tenant the only one it acts for; empty: a platform key
 * @param hash SHA-256 of the whole key as it was shown
 * @param scopes in words, so that a reader may meet some that it does not know
 * @param createdBy id of the credential that asked for it
 */
public record ApiKey(
        String id,
        Optional<String> tenant,
        Payload hash,
        Set<String> scopes,
        Optional<String> description,
        Instant createdAt,
        String createdBy) {
    public ApiKey {
        scopes = Set.copyOf(scopes);
    }

    public String recordKey() {
        return recordKey(tenant, id);
    }

    /** The tenant is part of it, so that a tombstone still says whose key there was. */
    public static String recordKey(Optional<String> tenant, String id) {
        return tenant.map(name -> name + "/" + id).orElse(id);
    }

    /** Splits at the last slash: a tenant may hold one, an id may not. */
    public static String idOf(String recordKey) {
        return recordKey.substring(recordKey.lastIndexOf('/') + 1);
    }

    /** Whose key a record key is about; empty: the platform's. */
    public static Optional<String> tenantOf(String recordKey) {
        int slash = recordKey.lastIndexOf('/');
        return slash < 0 ? Optional.empty() : Optional.of(recordKey.substring(0, slash));
    }
}
