package io.fanwire.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.fanwire.gateway.http.Problem;
import io.fanwire.runtime.net.EgressGuard;
import io.fanwire.runtime.net.HttpUrl;
import io.fanwire.runtime.net.Names;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads and judges every address that a caller wants us to call: the text when it is read, its name before it is saved. */
public final class CallbackUrls {
    private final EgressGuard guard;
    private final Names names;

    public CallbackUrls(EgressGuard guard, Names names) {
        this.guard = guard;
        this.names = names;
    }

    /** A member of a body in normal form; what is wrong with it is noted as an error of the field. */
    Optional<String> read(FieldReader fields, String name) {
        Optional<JsonNode> given = fields.take(name);
        if (given.isEmpty() || !given.get().isTextual()) {
            fields.error(name, "invalid_url", "There must be a " + name + ", which is a string.");
            return Optional.empty();
        }
        return guard.parse(given.get().textValue()).fold(url -> Optional.of(url.toString()), refused -> {
            fields.error(name, "url_not_allowed", detail(refused));
            return Optional.empty();
        });
    }

    /**
     * Why an address in normal form cannot be saved: its name leads somewhere forbidden. Waits a fraction of a second for the name's
     * servers, on no thread; may complete on any.
     */
    CompletionStage<Optional<Problem>> problem(String pointer, String url) {
        return guard.parse(url)
                .fold(
                        parsed -> guard.check(parsed, names),
                        refused -> CompletableFuture.completedStage(Optional.of(refused)))
                .thenApply(found -> found.map(refused -> Problem.field(pointer, "url_not_allowed", detail(refused))));
    }

    /** As it would be kept; what cannot be kept stays as it is. */
    String kept(String text) {
        return guard.parse(text).fold(HttpUrl::toString, refused -> text);
    }

    private static String detail(HttpUrl.Refused refused) {
        return refused.rule() + ": " + refused.detail();
    }
}
