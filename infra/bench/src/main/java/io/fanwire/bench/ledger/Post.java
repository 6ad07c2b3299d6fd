package io.fanwire.bench.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A request as the sink saw it.
 *
 * @param attempt the header {@code fanwire-attempt}
 * @param how the status, or the word for what the sink did instead of answering
 * @param port the sender's; tells connections, and so processes, apart
 * @param path what the request asked for: shows which URL was used
 */
public record Post(
        String eventId,
        String subscription,
        int attempt,
        Instant received,
        Optional<Instant> answered,
        String how,
        String sha256,
        Signed signed,
        int port,
        String path) {

    /** What the sink could say of the signature. */
    public enum Signed {
        /** By the secret that the path has now, or by both. */
        CURRENT,
        /** By one that was replaced. */
        PREVIOUS,
        /** By the present and a replaced one. */
        BOTH,
        BAD,
        /** No secret is known for the path. */
        UNCHECKED
    }

    boolean accepted() {
        return how.length() == 3 && how.startsWith("2");
    }
}
