package io.fanwire.gateway.control;

import io.fanwire.gateway.http.Call;
import io.fanwire.gateway.http.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a call insists on before it changes something (RFC 9110, section 13.1).
 *
 * @param ifMatch tags of which the resource must have one, {@code *}: it must be there; empty: anything goes
 * @param ifNoneMatch tags of which it must have none, {@code *}: it must not be there
 */
record EntityTags(List<String> ifMatch, List<String> ifNoneMatch) {
    private static final String ANY = "*";

    static EntityTags of(Call call) {
        return new EntityTags(tags(call, "if-match"), tags(call, "if-none-match"));
    }

    /** Why the change must not be made; {@code tag}: that of the resource, where there is one. */
    Optional<Problem> refused(Optional<String> tag) {
        boolean matches = ifMatch.isEmpty() || holds(ifMatch, tag);
        if (!matches) {
            return Optional.of(failed("The subscription is not as If-Match says."));
        }
        return holds(ifNoneMatch, tag)
                ? Optional.of(failed("The subscription is there already, as If-None-Match says it must not be."))
                : Optional.empty();
    }

    /** Whether who reads has it already; here a weak tag is as good. */
    boolean hasAlready(String tag) {
        return ifNoneMatch.stream()
                .map(given -> given.startsWith("W/") ? given.substring(2) : given)
                .anyMatch(given -> given.equals(tag) || given.equals(ANY));
    }

    private static boolean holds(List<String> tags, Optional<String> tag) {
        return tag.isPresent() && (tags.contains(ANY) || tags.contains(tag.get()));
    }

    private static List<String> tags(Call call, String header) {
        return call.headers().getOrDefault(header, List.of()).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .toList();
    }

    private static Problem failed(String detail) {
        return Problem.of(412, "precondition_failed", detail);
    }
}
