package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Problem;
import io.fanwire.schemas.ApiKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Keeps keys, as hashes. Reading answers from memory; a change that ended is seen by every read after it. No stage ends with an
 * exception that was to be expected: with a problem the change was not made, or is not known to be.
 */
public interface KeyStore {
    Optional<ApiKey> find(String id);

    /** By id, after an id: those of a tenant, or all there are. */
    List<ApiKey> page(Optional<String> tenant, Optional<String> after, int limit);

    /** A key that is known to have been deleted, as far as that is remembered. */
    Optional<Deleted> deleted(String id);

    /** Adds one or replaces it, unless there are {@code most} of the same tenant, or of the platform, already. */
    CompletionStage<Optional<Problem>> add(ApiKey key, int most);

    CompletionStage<Optional<Problem>> delete(ApiKey key);

    /**
     * What is remembered of a deleted key.
     *
     * @param tenant whose it was; empty: the platform's
     */
    record Deleted(Optional<String> tenant) {}
}
