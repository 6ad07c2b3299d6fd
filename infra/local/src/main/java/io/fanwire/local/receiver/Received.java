package io.fanwire.local.receiver;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request as a receiver saw it.
 *
 * @param request 1 for the first request that carried this event id
 * @param headers names in lower case
 * @param status what it is answered with; empty when the connection is dropped
 */
@SuppressWarnings("ArrayRecordComponent") // the body as it came; nobody compares two requests
public record Received(
        Instant at,
        String eventId,
        int request,
        Map<String, List<String>> headers,
        byte[] body,
        Signature signature,
        Optional<Integer> status) {

    /** Its first value, else nothing. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    public boolean accepted() {
        return status.filter(code -> code / 100 == 2).isPresent();
    }
}
